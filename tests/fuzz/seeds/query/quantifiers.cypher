RETURN all(x IN [1, 2] WHERE x > 0), any(x IN [] WHERE x), none(x IN [null] WHERE x = 1), single(x IN [1] WHERE x = 1)
