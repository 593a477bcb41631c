MATCH (n) OPTIONAL MATCH (n)-[r:LEADS]->(m:State) WHERE m.size > 1 RETURN n, r, m
