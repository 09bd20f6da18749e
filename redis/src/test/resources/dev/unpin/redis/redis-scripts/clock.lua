-- Tells the time.
-- Keys: 1 a string, overwritten. Arguments: none. Reply: {now_us, now_ms, int(now_us), what Redis made of it}.
redis.call('SET', KEYS[1], int(now_us), 'PX', 600000)
return {now_us, now_ms, int(now_us), redis.call('GET', KEYS[1])}
