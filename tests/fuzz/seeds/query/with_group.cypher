MATCH (n)-[r]-(m) WITH n, count(DISTINCT m) AS near, collect(r) AS all WHERE near > 1 RETURN n.name, near, all[0]
