MATCH (a), (b) WHERE (a)-[:ALLY]->(b) AND NOT (b)-->(a) RETURN a, b
