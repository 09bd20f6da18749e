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

local record, last, unusable = record_read()
if unusable then
  return {unusable}
end
local again = false
if not record then
  if resolving then
    return {'NOTHING'}
  end
  record = {state = 'R', attempt = 1, ends = ends, fingerprint = ARGV[2]}
else
  if not resolving and record.fingerprint ~= ARGV[2] then
    return {'MISMATCH'}
  end
  if record.state == 'C' then
    return {'REPLAY', redis.call('HGET', KEYS[1], 'r'), record.ends - now_ms}
  end
  if record.owner == owner then
    if not record_running(record) then
      return {'LATE'}
    end
    again = true
  elseif record_running(record) and now_ms < record.lease then
    return {'BUSY', record.lease - now_ms}
  elseif record.state == 'F' then
    if resolving then
      return {'NOTHING'}
    end
    record.state = 'R'
  elseif ARGV[3] == 'RUN_UNLESS_LAPSED' then
    return {'ABANDONED'}
  else
    record.state = 'T'
  end
end

local checkpoints = {}
if record.owner then
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    if string.byte(all[i]) == 99 then
      checkpoints[#checkpoints + 1] = string.sub(all[i], 2)
      checkpoints[#checkpoints + 1] = string.sub(all[i + 1], 13)
    end
  end
end
if again then
  record.lease = math.max(record.lease, lease)
else
  if record.owner then
    record.attempt = record.attempt + 1
  end
  record.owner, record.lease, record.fence = owner, lease, math.max(last + 1, now_us)
end
record.ends = math.max(record.ends, ends)
record_write(record)
if record.attempt == 1 and not again then
  -- What is over may still be there, since the server removes it a little later.
  for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
    if name ~= '~' then
      redis.call('HDEL', KEYS[1], name)
    end
  end
end
return {record.state == 'T' and 'TAKEOVER' or 'RUN', record.fence, record.attempt, record.fingerprint, unpack(checkpoints)}
