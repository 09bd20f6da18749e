-- Moves the end of a claim's lease.
--
-- KEYS[1]  the record, KEYS[2] its last fence, as told in record.lua
-- ARGV[1]  owner, ARGV[2] fence, ARGV[3] attempt, ARGV[4] fingerprint
-- ARGV[5]  lease from now, ms
-- ARGV[6]  retention from now, ms
--
-- Reply: the fence of the claim that holds, {'LOST', ms left of another's lease, result or ''}, {'FORMAT'} or {'DAMAGED'}.

local record, answer = record_of_claim()
if not record then
  return answer
end
record[LEASE] = math.max(record[LEASE], now_ms + tonumber(ARGV[5]))
record[ENDS] = math.max(record[ENDS], now_ms + tonumber(ARGV[6]))
record_keep_fence(record)
record_write(record)
return record[FENCE]
