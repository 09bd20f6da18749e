-- Adds one, and recognises its own repetition by a ring of three write ids with the versions they made.
-- Keys: 1 a hash. Arguments: 1 write id, 2 a version that the hash had before the first send.
-- Reply: {'applied' | 'recognised' | 'STALE', version}.
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
local made = redis.call('HGET', KEYS[1], 'ring:' .. ARGV[1])
if made then return {'recognised', tonumber(made)} end
if version - 3 > tonumber(ARGV[2]) then return {'STALE', version} end
version = version + 1
local forgotten = redis.call('HGET', KEYS[1], 'slot:' .. version % 3)
if forgotten then redis.call('HDEL', KEYS[1], 'ring:' .. forgotten) end
redis.call('HSET', KEYS[1], 'version', version, 'slot:' .. version % 3, ARGV[1], 'ring:' .. ARGV[1], version)
redis.call('PEXPIRE', KEYS[1], 600000)
return {'applied', version}
