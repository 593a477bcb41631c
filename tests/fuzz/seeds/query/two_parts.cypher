MATCH (a), (b) WHERE a.name = b.name AND NOT a = b RETURN *
