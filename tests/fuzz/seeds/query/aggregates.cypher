UNWIND [3, 1, 2, null] AS x RETURN sum(x), avg(x), min(x), max(x), stDev(x), percentileCont(x, 0.5), percentileDisc(x, 0.9)
