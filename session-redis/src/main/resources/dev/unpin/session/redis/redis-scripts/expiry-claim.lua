-- Takes sessions whose time has come, and moves their time by the lease.
--
-- KEYS[1]  the partition, as told in expiry.lua
-- ARGV[1]  how many at most
-- ARGV[2]  the lease, ms
--
-- Reply: {'CLAIMED', session, ...}, the longest overdue first, or {'DAMAGED'}.

if not expiry_sound(KEYS[1]) then
  return {'DAMAGED'}
end
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now_ms, 'LIMIT', 0, ARGV[1])
local reply, time = {'CLAIMED'}, now_ms + tonumber(ARGV[2])
for _, id in ipairs(due) do
  redis.call('ZADD', KEYS[1], time, id)
  reply[#reply + 1] = id
end
if #due > 0 then
  expiry_keep(KEYS[1], time)
end
return reply
