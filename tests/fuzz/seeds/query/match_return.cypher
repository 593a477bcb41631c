MATCH (n:State) RETURN n.name, n.size ORDER BY n.size DESC LIMIT 3
