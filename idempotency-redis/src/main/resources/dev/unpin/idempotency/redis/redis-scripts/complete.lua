-- Stores the result of a claim, and ends it.
--
-- KEYS[1]  the record, KEYS[2] its last fence, as told in record.lua
-- ARGV[1]  owner, ARGV[2] fence, ARGV[3] attempt, ARGV[4] fingerprint
-- ARGV[5]  result
-- ARGV[6]  retention from now, ms
--
-- Reply: the fence of the claim that holds, {'LOST', ms left of another's lease, result or ''}, {'FORMAT'} or {'DAMAGED'}.

local record, restored = record_of_claim()
if not record then
  return restored
end
local ends = now_ms + tonumber(ARGV[6])
local fence_ends_early = restored or ends - record[ENDS] >= SLACK_MS
record[STATE], record[LEASE], record[ENDS] = 'C', now_ms, ends
if fence_ends_early then
  record_keep_fence(record)
end
record_write(record, ARGV[5])
if redis.call('HLEN', KEYS[1]) > 2 then
  for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
    if string.byte(name) == 99 then
      redis.call('HDEL', KEYS[1], name)
    end
  end
end
return record[FENCE]
