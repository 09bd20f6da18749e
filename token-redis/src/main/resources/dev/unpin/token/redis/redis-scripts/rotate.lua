-- Replaces a refresh token by its successor, or tells why not; a token that was reused ends its family. Arriving again within the
-- grace, it finds the token replaced a short while ago, by itself.
--
-- KEYS[1]  the owner's families, as told in family.lua
-- ARGV[1]  the family's id
-- ARGV[2]  the token's generation
-- ARGV[3]  SHA-256 of its secret
-- ARGV[4]  SHA-256 of its successor's secret
-- ARGV[5]  id of this call, 8 bytes
-- ARGV[6]  grace, ms
-- ARGV[7]  idle timeout, ms
--
-- Reply: {status, family as stored or '', {ids to be told}} with ROTATED, REPLAYED, REUSED, REVOKED, EXPIRED or UNKNOWN; {'FORMAT'}
-- or {'DAMAGED'}.

local family, why = family_read(redis.pcall('HGET', KEYS[1], ARGV[1]))
local untold = why ~= 'DAMAGED' and untold_read(KEYS[1])
if not untold then
  return {'DAMAGED'}
elseif why == 'FORMAT' then
  return {why}
elseif not family then
  return {'UNKNOWN', '', untold_list(untold)}
end

local age = family.generation - tonumber(ARGV[2])
local replaced = age > 0 and family.replaced[age]
local reused = age > 0 and (not replaced or now_ms >= replaced + tonumber(ARGV[6]))
local function refused(status)
  return {status, '', untold_list(untold)}
end

if family.state ~= LIVE then
  return refused(family.state == REUSED and reused and 'REUSED' or 'REVOKED')
elseif not family_left(family) then
  return refused('EXPIRED')
elseif (age == 0 and family.token ~= ARGV[3]) or (age == 1 and family.token ~= ARGV[4]) then
  return refused('UNKNOWN')
elseif reused then
  untold = family_end(family, REUSED, ARGV[1], untold)
  redis.call('HSET', KEYS[1], ARGV[1], family_pack(family), '~', untold)
  keep_until(KEYS[1], family.deadline)
  return refused('REUSED')
elseif age > 0 then
  return {age == 1 and family.call == ARGV[5] and 'ROTATED' or 'REPLAYED', family_pack(family), untold_list(untold)}
end

-- A genuine token newer than the newest: the store has lost what it knew of those between.
if age < 0 then
  family.replaced = {}
end
table.insert(family.replaced, 1, now_ms)
family.generation, family.token, family.call, family.used = tonumber(ARGV[2]) + 1, ARGV[4], ARGV[5], now_ms
family.deadline = math.max(family.deadline, math.min(now_ms + tonumber(ARGV[7]), family.absolute))
local packed = family_pack(family)
redis.call('HSET', KEYS[1], ARGV[1], packed)
keep_until(KEYS[1], family.deadline)
return {'ROTATED', packed, untold_list(untold)}
