MATCH (a)-[r]->+(b) RETURN count(r)
