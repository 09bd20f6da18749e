-- Moves the time of a session's entry, if it is there: a second into the future at least. May run any number of times.
--
-- KEYS[1]  the partition, as told in expiry.lua
-- ARGV[1]  the session
-- ARGV[2]  its new time, ms
--
-- Reply: {'DONE'} or {'DAMAGED'}.

if not expiry_sound(KEYS[1]) then
  return {'DAMAGED'}
end
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  local time = math.max(tonumber(ARGV[2]), now_ms + 1000)
  redis.call('ZADD', KEYS[1], time, ARGV[1])
  expiry_keep(KEYS[1], time)
end
return {'DONE'}
