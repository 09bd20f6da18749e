-- Opens a family of refresh tokens. One that is there already is left as it is, so this may run any number of times.
--
-- KEYS[1]  the owner's families, as told in family.lua
-- ARGV[1]  the family's id
-- ARGV[2]  SHA-256 of its first token's secret
-- ARGV[3]  idle timeout, ms
-- ARGV[4]  absolute timeout, ms
-- ARGV[5]  how many live families the owner may have, this one included
-- ARGV[6]  a text to be kept
--
-- Reply: {'OPENED', family as stored, {ids revoked for it}, {ids to be told}}, {'FORMAT'} or {'DAMAGED'}.

local stored = redis.pcall('HGETALL', KEYS[1])
if stored.err then
  return {'DAMAGED'}
end
local untold = untold_read(KEYS[1])
if not untold then
  return {'DAMAGED'}
end

local live, revoked, over = {}, {}, {}
for i = 1, #stored, 2 do
  local id = stored[i]
  if id ~= '~' then
    local family, why = family_read(stored[i + 1])
    if not family then
      return {why}
    end
    if id == ARGV[1] then
      return {'OPENED', stored[i + 1], {}, untold_list(untold)}
    elseif not family_left(family) then
      over[#over + 1] = id
    elseif family.state == LIVE then
      live[#live + 1] = {id = id, family = family, at = family.used}
    else
      revoked[#revoked + 1] = {id = id, at = family.deadline}
    end
  end
end

local most = tonumber(ARGV[5])
local function oldest_first(a, b)
  return a.at < b.at or (a.at == b.at and a.id < b.id)
end
table.sort(live, oldest_first)
table.sort(revoked, oldest_first)
for i = 1, #revoked - most do
  over[#over + 1] = revoked[i].id
end

local absolute = now_ms + tonumber(ARGV[4])
local opened = family_pack({
  state = LIVE, generation = 0, token = ARGV[2], opened = now_ms, used = now_ms,
  deadline = math.min(now_ms + tonumber(ARGV[3]), absolute), absolute = absolute,
  call = string.rep('\0', 8), replaced = {}, details = ARGV[6],
})
local set, displaced = {ARGV[1], opened}, {}
for i = 1, #live + 1 - most do
  untold = family_end(live[i].family, REVOKED, live[i].id, untold)
  set[#set + 1] = live[i].id
  set[#set + 1] = family_pack(live[i].family)
  displaced[i] = live[i].id
end
if #displaced > 0 then
  set[#set + 1] = '~'
  set[#set + 1] = untold
end
redis.call('HSET', KEYS[1], unpack(set))
if #over > 0 then
  redis.call('HDEL', KEYS[1], unpack(over))
end
keep_until(KEYS[1], math.max(math.min(now_ms + tonumber(ARGV[3]), absolute), #untold > 0 and now_ms + KEPT_MS or 0))
return {'OPENED', opened, displaced, untold_list(untold)}
