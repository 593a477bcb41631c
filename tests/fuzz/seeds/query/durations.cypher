RETURN duration.between(date('2020-01-31'), datetime('2024-02-29T12:00Z')), duration({months: 1.5, hours: -3}) * 2 / 3, duration.inDays(date('1984-10-11'), date('2015-06-24'))
