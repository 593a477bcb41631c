RETURN 'it\'s \u00e9 \U0001F600 \n' AS `a ``b``` /* comment */ // end
