-- Lists the live families of an owner.
--
-- KEYS[1]  the owner's families, as told in family.lua
--
-- Reply: {'FAMILIES', {ids to be told}, id, family as stored, ...}, {'FORMAT'} or {'DAMAGED'}.

local stored = redis.pcall('HGETALL', KEYS[1])
if stored.err then
  return {'DAMAGED'}
end
local untold = untold_read(KEYS[1])
if not untold then
  return {'DAMAGED'}
end
local reply = {'FAMILIES', untold_list(untold)}
for i = 1, #stored, 2 do
  if stored[i] ~= '~' then
    local family, why = family_read(stored[i + 1])
    if not family then
      return {why}
    elseif family.state == LIVE and family_left(family) then
      reply[#reply + 1] = stored[i]
      reply[#reply + 1] = stored[i + 1]
    end
  end
end
return reply
