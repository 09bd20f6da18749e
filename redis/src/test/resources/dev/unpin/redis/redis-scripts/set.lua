-- Sets; any number of times leaves the same.
-- Keys: 1 a string. Arguments: 1 its value. Reply: nothing.
redis.call('SET', KEYS[1], ARGV[1], 'PX', 600000)
