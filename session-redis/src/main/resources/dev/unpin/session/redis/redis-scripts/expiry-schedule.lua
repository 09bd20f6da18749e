-- Enters a session, or gives its entry a new time. May run any number of times.
--
-- KEYS[1]  the partition, as told in expiry.lua
-- ARGV[1]  the session
-- ARGV[2]  how far from now its time is, ms
--
-- Reply: {'DONE'} or {'DAMAGED'}.

if not expiry_sound(KEYS[1]) then
  return {'DAMAGED'}
end
local time = now_ms + tonumber(ARGV[2])
redis.call('ZADD', KEYS[1], time, ARGV[1])
expiry_keep(KEYS[1], time)
return {'DONE'}
