-- Writes a text, unless a later holder has written: what the Javadoc of FenceGuard shows.
--
-- KEYS[1]  a hash of fence and text
-- ARGV[1]  fence
-- ARGV[2]  text
--
-- Reply: {'OK'} or {'STALE_FENCE'}.
local newest = tonumber(redis.call('HGET', KEYS[1], 'fence') or 0)
if tonumber(ARGV[1]) < newest then return {'STALE_FENCE'} end
redis.call('HSET', KEYS[1], 'fence', ARGV[1], 'text', ARGV[2])
return {'OK'}
