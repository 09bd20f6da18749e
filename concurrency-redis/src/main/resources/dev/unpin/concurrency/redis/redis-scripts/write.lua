-- Stores or removes a record if its condition is met. A write that arrives again is recognised and answered as before.
--
-- KEYS[1]  the record, as told in record.lua
-- ARGV[1]  'PUT' or 'REMOVE'
-- ARGV[2]  write id, 8 bytes
-- ARGV[3]  a version that the record had before this write was first sent, or a time of this server, in us, before it was
-- ARGV[4]  the condition: 'ANY', 'ABSENT', 'PRESENT' or 'VERSION'
-- ARGV[5]  time to live, ms; 0 for ever
-- ARGV[6]  for how long the version outlives the record, ms
-- ARGV[7]  value
-- ARGV[8] and on: the versions of which the condition demands one
--
-- Reply: {'WRITTEN', now in us, version}, {'NOTHING', now in us}, {'CONFLICT', now in us, version, value or none},
-- {'STALE', now in us, version, value or none}, {'FORMAT'} or {'DAMAGED'}.

local version, value, ring = record_read(KEYS[1])
if not version then
  return {value}
end
local write_id, kind = ARGV[2], ARGV[4]
local made = writes_find(ring, write_id)
if made then
  return {'WRITTEN', now_us, made}
end

local met
if kind == 'VERSION' then
  for i = 8, #ARGV do
    met = met or (value and version == tonumber(ARGV[i]))
  end
else
  met = kind == 'ANY' or (kind == 'ABSENT') == (value == nil)
end
-- The version that is there now is older than what this write would have made: so it never did.
local never = met and kind == 'VERSION'
if not never and not writes_reach_back(ring, tonumber(ARGV[3])) then
  return {'STALE', now_us, version, value}
end
if not met then
  return {'CONFLICT', now_us, value and version or 0, value}
end
if not value and ARGV[1] == 'REMOVE' then
  return {'NOTHING', now_us}
end

version = math.max(version + 1, now_us)
ring = writes_add(ring, write_id, version, now_us)
local ttl, tombstone = tonumber(ARGV[5]), tonumber(ARGV[6])
if ARGV[1] == 'REMOVE' then
  redis.call('HSET', KEYS[1], 'm', struct.pack('>BI8I8', 1, version, now_ms), 'w', ring)
  redis.call('HDEL', KEYS[1], 'v')
  redis.call('PEXPIREAT', KEYS[1], int(now_ms + tombstone))
else
  local gone_at = ttl > 0 and now_ms + ttl or 0
  redis.call('HSET', KEYS[1], 'm', struct.pack('>BI8I8', 1, version, gone_at), 'v', ARGV[7], 'w', ring)
  if ttl > 0 then
    redis.call('PEXPIREAT', KEYS[1], int(gone_at + tombstone))
  else
    redis.call('PERSIST', KEYS[1])
  end
end
return {'WRITTEN', now_us, version}
