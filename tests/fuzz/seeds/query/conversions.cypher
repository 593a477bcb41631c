RETURN toInteger('42'), toFloat('4.2'), toBoolean('true'), toString(1.0), toIntegerOrNull([]), toFloatList(['1', 'x'])
