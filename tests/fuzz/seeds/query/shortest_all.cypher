MATCH p = ALL SHORTEST (a {name: 'A'})-[:LEADS|ALLY*]-(b {name: 'B'}) RETURN p
