-- Takes note that others have been told of revoked families. May run any number of times.
--
-- KEYS[1]  the owner's families, as told in family.lua
-- ARGV     the families' ids
--
-- Reply: {'TOLD'} or {'DAMAGED'}.

local untold = untold_read(KEYS[1])
if not untold then
  return {'DAMAGED'}
end
local told, left = {}, {}
for i = 1, #ARGV do
  told[ARGV[i]] = true
end
for _, id in ipairs(untold_list(untold)) do
  if not told[id] then
    left[#left + 1] = id
  end
end
if #left == 0 then
  redis.call('HDEL', KEYS[1], '~')
else
  redis.call('HSET', KEYS[1], '~', table.concat(left))
end
return {'TOLD'}
