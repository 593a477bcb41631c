RETURN true AND null, false OR null, true XOR false, NOT null, 1 < 2 <= 2 <> 3, null IS NULL, 1 IS NOT NULL
