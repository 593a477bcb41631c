MATCH p = (a)-[:ALLY*1..3]->(b) RETURN nodes(p), relationships(p), length(p)
