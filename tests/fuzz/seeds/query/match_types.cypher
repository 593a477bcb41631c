MATCH (a)-[r:ALLY|LEADS]-(b) RETURN type(r), count(*) AS number
