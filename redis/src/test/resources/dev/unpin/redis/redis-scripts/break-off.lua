-- Writes, then fails.
-- Keys: 1 a counter. Arguments: none. Reply: an error.
redis.call('SET', KEYS[1], 1, 'PX', 600000)
return redis.error_reply('CONFLICT on purpose')
