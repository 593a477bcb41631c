MATCH (n:%) WHERE n:State OR n:Person RETURN n
