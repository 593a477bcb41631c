MATCH (n:State) RETURN n.name AS name UNION ALL MATCH (n:Person) RETURN n.name AS name
