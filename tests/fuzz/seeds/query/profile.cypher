PROFILE MATCH (a)-[r]->(b) WITH a, b, r.since AS since WHERE since IS NOT NULL RETURN a.name + b.name AS pair, since ORDER BY since, pair;
