-- Reads.
-- Keys: 1 a string. Arguments: none. Reply: its value, or nil.
return redis.call('GET', KEYS[1])
