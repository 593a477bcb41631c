MATCH (n:State&!Member|Person) RETURN labels(n), keys(n), properties(n)
