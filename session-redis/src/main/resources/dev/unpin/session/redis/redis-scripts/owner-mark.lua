-- Marks sessions as to be ended; those that are not there are passed over. May run any number of times.
--
-- KEYS[1]  the owner's index, as told in owner.lua
-- ARGV     the sessions
--
-- Reply: {'DONE'}, {'FORMAT'} or {'DAMAGED'}.

local entries, problem = owner_read(KEYS[1])
if not entries then
  return {problem}
end
local to_mark = {}
for _, id in ipairs(ARGV) do
  to_mark[id] = true
end
for _, e in ipairs(entries) do
  if to_mark[e.id] and not e.marked then
    e.marked = true
    redis.call('HSET', KEYS[1], e.id, owner_pack(e))
  end
end
return {'DONE'}
