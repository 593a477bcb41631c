RETURN split('a,b', ','), replace('abc', 'b', 'xx'), substring('hello', 1, 3), trim('  x '), toUpper('ß'), reverse('ab'), left('abc', 2)
