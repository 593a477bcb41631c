MATCH (n) WITH n ORDER BY n.name SKIP 1 LIMIT $p RETURN n.name AS name
