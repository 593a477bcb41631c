RETURN datetime('2024-03-31T02:30:00[Europe/Stockholm]').epochMillis, time('12:00+01:00'), localdatetime({year: 1, hour: 5}), datetime.fromEpoch(1, 2)
