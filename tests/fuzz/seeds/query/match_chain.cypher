MATCH (a)-[r:ALLY]->(b)<-[:LEADS]-(c) WHERE a.size < b.size RETURN a, r, b, c
