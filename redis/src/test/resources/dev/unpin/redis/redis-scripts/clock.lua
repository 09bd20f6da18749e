-- Tells the time.
-- Keys: 1 a string, overwritten. Arguments: none. Reply: {now_us, now_ms, now_us as a string, what Redis made of it}.
redis.call('SET', KEYS[1], now_us, 'PX', 600000)
return {now_us, now_ms, string.format('%.0f', now_us), redis.call('GET', KEYS[1])}
