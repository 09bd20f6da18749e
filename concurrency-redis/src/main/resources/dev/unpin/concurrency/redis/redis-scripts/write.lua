-- Stores or removes a record if its condition is met. A write that arrives again is recognised and answered as before.
--
-- KEYS[1]  the record, as told in record.lua
-- ARGV[1]  in one piece, since every argument costs as much as a small command: 1 to put or 0 to remove (1 byte), write id (8 bytes),
--          a version that the record had before this write was first sent, or a time of this server, in us, before it was
--          (8 bytes), time to live, ms; 0 for ever (8 bytes), and for how long the version outlives the record, ms (8 bytes)
-- ARGV[2]  the condition: 'ANY', 'ABSENT', 'PRESENT' or 'VERSION'
-- ARGV[3]  value
-- ARGV[4] and on: the versions of which the condition demands one
--
-- Reply: the version made, where it is now in us as well, or {'WRITTEN', now in us, version}; {'NOTHING', now in us},
-- {'CONFLICT', now in us, version, value or none}, {'STALE', now in us, version, value or none}, {'FORMAT'} or {'DAMAGED'}.

local version, there, ring, gone_at = record_read(KEYS[1])
if not version then
  return {there}
end
local put, write_id, base, ttl, tombstone = struct.unpack('>Bc8I8I8I8', ARGV[1])
local kind = ARGV[2]
local made = writes_find(ring, write_id)
if made then
  return {'WRITTEN', now_us, made}
end

local met
if kind == 'VERSION' then
  for i = 4, #ARGV do
    met = met or (there and version == tonumber(ARGV[i]))
  end
else
  met = kind == 'ANY' or (kind == 'PRESENT') == there
end
-- The version that is there now is older than what this write would have made: so it never did.
local never = met and kind == 'VERSION'
local stale = not never and not writes_reach_back(ring, base)
if stale or not met then
  local value = there and redis.call('HGET', KEYS[1], 'v') or nil
  if there and not value then
    return {'DAMAGED'}
  end
  return {stale and 'STALE' or 'CONFLICT', now_us, (there or stale) and version or 0, value}
end
if not there and put == 0 then
  return {'NOTHING', now_us}
end

version = math.max(version + 1, now_us)
ring = writes_add(ring, write_id, version, now_us)
if put == 0 then
  redis.call('HSET', KEYS[1], 'm', struct.pack('>BI8I8', 1, version, now_ms), 'w', ring)
  redis.call('HDEL', KEYS[1], 'v')
  redis.call('PEXPIREAT', KEYS[1], now_ms + tombstone)
else
  local had_an_end = gone_at > 0
  gone_at = ttl > 0 and now_ms + ttl or 0
  redis.call('HSET', KEYS[1], 'm', struct.pack('>BI8I8', 1, version, gone_at), 'v', ARGV[3], 'w', ring)
  if ttl > 0 then
    redis.call('PEXPIREAT', KEYS[1], gone_at + tombstone)
  elseif had_an_end then
    redis.call('PERSIST', KEYS[1])
  end
end
return version == now_us and version or {'WRITTEN', now_us, version}
