MATCH (n) WHERE EXISTS { (n)-[:LEADS]->(m) WHERE m.size > 1 } RETURN n
