-- Reads a field of a hash.
-- Keys: 1 any. Arguments: none. Reply: the value of field a, or nil; 'another type' where no hash lies.
local value = redis.pcall('HGET', KEYS[1], 'a')
return type(value) == 'table' and 'another type' or value
