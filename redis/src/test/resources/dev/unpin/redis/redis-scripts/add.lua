-- Adds one, every time it runs: what must not be repeated.
-- Keys: 1 a counter. Arguments: none. Reply: the new count.
local count = redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], 600000)
return count
