-- Ends a claim without a result. May run any number of times.
--
-- KEYS[1]  the record, KEYS[2] its last fence, as told in record.lua
-- ARGV[1]  owner, ARGV[2] fence
-- ARGV[3]  'F' if nothing was done, 'X' if nobody can say
--
-- Reply: the last fence, if the claim is given up, {'LOST', ms left of another's lease, result or ''}, {'FORMAT'} or {'DAMAGED'}.

local record, _, unusable = record_read()
if unusable then
  return {unusable}
end
if not record then
  return record_last_fence() or {'DAMAGED'}
end
local own = record[OWNER] == ARGV[1] and record[FENCE] == tonumber(ARGV[2])
if own and record[STATE] == ARGV[3] then
  return record[FENCE]
end
if not own or not record_running(record) then
  return record_lost(record)
end
record[STATE], record[LEASE] = ARGV[3], now_ms
record_write(record)
return record[FENCE]
