MATCH (n) RETURN [(n)-[:ALLY]->(m) WHERE m.size > 0 | m.name] AS allies
