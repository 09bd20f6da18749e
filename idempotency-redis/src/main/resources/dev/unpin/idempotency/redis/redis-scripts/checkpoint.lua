-- Keeps a value for later attempts.
--
-- KEYS[1]  the record, KEYS[2] its last fence, as told in record.lua
-- ARGV[1]  owner, ARGV[2] fence, ARGV[3] attempt, ARGV[4] fingerprint
-- ARGV[5]  name
-- ARGV[6]  number among the checkpoints of the claim
-- ARGV[7]  value
-- ARGV[8]  retention from now, ms, of a record that has to be restored
--
-- Reply: the fence of the claim that holds, {'LOST', ms left of another's lease, result or ''}, {'FORMAT'} or {'DAMAGED'}.

local record, restored = record_of_claim()
if not record then
  return restored
end
local name = 'c' .. ARGV[5]
local there = redis.call('HGET', KEYS[1], name)
local number = tonumber(ARGV[6])
if there then
  if #there < 12 then
    return {'DAMAGED'}
  end
  local fence, last = struct.unpack('>I8I4', there)
  if fence > record[FENCE] or (fence == record[FENCE] and last >= number) then
    return record[FENCE]
  end
end
if restored then
  record[ENDS] = now_ms + tonumber(ARGV[8])
  record_keep_fence(record)
  record_write(record)
end
redis.call('HSET', KEYS[1], name, struct.pack('>I8I4', record[FENCE], number) .. ARGV[7])
return record[FENCE]
