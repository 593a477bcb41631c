WITH {a: 1, b: {c: [1, {d: null}]}} AS m RETURN m.a, m['b'].c[1].d, keys(m)
