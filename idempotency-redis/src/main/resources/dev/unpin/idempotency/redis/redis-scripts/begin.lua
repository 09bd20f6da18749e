-- Begins what a key stands for, or says why not. A call that arrives again is answered as before.
--
-- KEYS[1]  the record, KEYS[2] its last fence, as told in record.lua
-- ARGV[1]  owner
-- ARGV[2]  fingerprint
-- ARGV[3]  'RUN', 'RUN_UNLESS_LAPSED' or 'RESOLVE'
-- ARGV[4]  lease, ms
-- ARGV[5]  retention, ms
--
-- Reply: {'RUN' or 'TAKEOVER', fence, attempt, fingerprint, name, checkpoint, ...}, {'REPLAY', result, ms left of the retention},
-- {'BUSY', ms left of the lease}, {'MISMATCH'}, {'ABANDONED'}, {'LATE'}, {'NOTHING'}, {'FORMAT'} or {'DAMAGED'}.

local owner, resolving = ARGV[1], ARGV[3] == 'RESOLVE'
local lease, ends = now_ms + tonumber(ARGV[4]), now_ms + tonumber(ARGV[5])

local record, there, unusable, over_fence = record_read()
if unusable then
  return {unusable}
end
local again = false
if not record then
  if resolving then
    return {'NOTHING'}
  end
else
  if not resolving and record[FINGERPRINT] ~= ARGV[2] then
    return {'MISMATCH'}
  end
  if record[STATE] == 'C' then
    return {'REPLAY', record[RESULT], record[ENDS] - now_ms}
  end
  if record[OWNER] == owner then
    if not record_running(record) then
      return {'LATE'}
    end
    again = true
  elseif record_running(record) and now_ms < record[LEASE] then
    return {'BUSY', record[LEASE] - now_ms}
  elseif record[STATE] == 'F' then
    if resolving then
      return {'NOTHING'}
    end
    record[STATE] = 'R'
  elseif ARGV[3] == 'RUN_UNLESS_LAPSED' then
    return {'ABANDONED'}
  else
    record[STATE] = 'T'
  end
end

local last = record_last_fence()
if not last then
  return {'DAMAGED'}
end
local reply
if record then
  local checkpoints = {}
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    if string.byte(all[i]) == 99 then
      checkpoints[#checkpoints + 1] = string.sub(all[i], 2)
      checkpoints[#checkpoints + 1] = string.sub(all[i + 1], 13)
    end
  end
  if again then
    record[LEASE] = math.max(record[LEASE], lease)
  else
    record[FENCE] = math.max(last + 1, record[FENCE] + 1, now_us)
    record[ATTEMPT], record[OWNER], record[LEASE] = record[ATTEMPT] + 1, owner, lease
  end
  record[ENDS] = math.max(record[ENDS], ends)
  reply = {record[STATE] == 'T' and 'TAKEOVER' or 'RUN', record[FENCE], record[ATTEMPT], record[FINGERPRINT], unpack(checkpoints)}
else
  record = record_new(math.max(last + 1, (over_fence or 0) + 1, now_us), 1, lease, ends, owner, ARGV[2])
  reply = {'RUN', record[FENCE], 1, ARGV[2]}
end
record_keep_fence(record)
record_write(record)
if there and reply[3] == 1 and not again then
  -- What is over may still be there, since the server removes it a little later.
  for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
    if name ~= '~' then
      redis.call('HDEL', KEYS[1], name)
    end
  end
end
return reply
