-- Forgets sessions; those that are not there are passed over. May run any number of times.
--
-- KEYS[1]  the owner's index, as told in owner.lua
-- ARGV     the sessions
--
-- Reply: {'DONE'}, {'FORMAT'} or {'DAMAGED'}.

local entries, problem = owner_read(KEYS[1])
if not entries then
  return {problem}
end
for _, id in ipairs(ARGV) do
  redis.call('HDEL', KEYS[1], id)
end
return {'DONE'}
