-- Forgets a session's entry. May run any number of times.
--
-- KEYS[1]  the partition, as told in expiry.lua
-- ARGV[1]  the session
--
-- Reply: {'DONE'} or {'DAMAGED'}.

if not expiry_sound(KEYS[1]) then
  return {'DAMAGED'}
end
redis.call('ZREM', KEYS[1], ARGV[1])
return {'DONE'}
