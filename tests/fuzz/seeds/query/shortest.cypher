MATCH p = shortestPath((a:State)-[*..4]-(b:Person)) RETURN p
