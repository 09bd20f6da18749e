-- Revokes families for good. May run any number of times.
--
-- KEYS[1]  the owner's families, as told in family.lua
-- ARGV[1]  the id of one family, or '' for all
--
-- Reply: {'REVOKED', {ids revoked by this call}, {ids to be told}}, {'FORMAT'} or {'DAMAGED'}.

local stored
if ARGV[1] == '' then
  stored = redis.pcall('HGETALL', KEYS[1])
else
  stored = {ARGV[1], redis.pcall('HGET', KEYS[1], ARGV[1])}
end
if stored.err or (type(stored[2]) == 'table') then
  return {'DAMAGED'}
end
local untold = untold_read(KEYS[1])
if not untold then
  return {'DAMAGED'}
end

local set, revoked = {}, {}
for i = 1, #stored, 2 do
  local id = stored[i]
  if id ~= '~' then
    local family, why = family_read(stored[i + 1])
    if family and family.state == LIVE and family_left(family) then
      untold = family_end(family, REVOKED, id, untold)
      set[#set + 1] = id
      set[#set + 1] = family_pack(family)
      revoked[#revoked + 1] = id
    elseif why and why ~= 'UNKNOWN' then
      return {why}
    end
  end
end
if #revoked > 0 then
  set[#set + 1] = '~'
  set[#set + 1] = untold
  redis.call('HSET', KEYS[1], unpack(set))
  keep_until(KEYS[1], now_ms + KEPT_MS)
end
return {'REVOKED', revoked, untold_list(untold)}
