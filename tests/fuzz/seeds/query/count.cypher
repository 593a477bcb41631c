MATCH (n) RETURN COUNT { MATCH (n)--(m) RETURN DISTINCT m } AS near, COLLECT { MATCH (n)-->(m) RETURN m.name ORDER BY m.name LIMIT 2 } AS names
