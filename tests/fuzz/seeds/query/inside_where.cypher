MATCH (n WHERE n.size > 0)-[r WHERE r.since > 2000]->(m) RETURN m.name
