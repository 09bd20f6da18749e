-- Stores.
-- Keys: 1 a string. Arguments: 1 its value. Reply: 1.
redis.call('SET', KEYS[1], ARGV[1], 'PX', 600000)
return 1
