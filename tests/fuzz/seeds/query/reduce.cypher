RETURN reduce(sum = 0, x IN [1, 2, 3] | sum + x) AS sum
