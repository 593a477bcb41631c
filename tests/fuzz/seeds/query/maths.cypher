RETURN abs(-1), round(2.5, 1, 'HALF_EVEN'), sqrt(2), atan2(1, 2), sign(-3), ceil(1.2), isNaN(0.0 / 0.0), rand() < 1
