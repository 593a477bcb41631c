RETURN [x IN range(1, 9) WHERE x % 2 = 1 | x ^ 2] AS odd
