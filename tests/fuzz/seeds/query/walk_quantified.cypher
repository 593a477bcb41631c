MATCH (a:State)-[r:ALLY {since: 1999}]-{1,2}(b) RETURN a, b, size(r)
