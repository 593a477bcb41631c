RETURN date('2024-02-29') + duration('P1Y2M3DT4H5.6S'), date({year: 2024, week: 9, dayOfWeek: 4}).quarter, date.truncate('month', date())
