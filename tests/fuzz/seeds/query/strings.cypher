RETURN 'a' + "b" + 1, 'abc' STARTS WITH 'a', 'abc' CONTAINS 'b', 'abc' ENDS WITH 'c', 'abc' =~ 'a.*'
