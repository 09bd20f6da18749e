-- Puts revocations back that were lost. May run any number of times.
--
-- KEYS     as told in blocklist.lua
-- ARGV[1]  id for a new epoch, 16 bytes
-- ARGV[2]  for how long cutoffs have to be remembered, ms
-- ARGV[3]  the revocations: for each id, time (ms), 24 bytes
--
-- Reply: {'RESTORED'}, {'FORMAT'} or {'DAMAGED'}.

local list, why = list_open(ARGV[1])
if not list then
  return {why}
end
local retention = math.max(tonumber(ARGV[2]), list.retention)
for at = 1, #ARGV[3], 24 do
  local id, time = struct.unpack('>c16I8', ARGV[3], at)
  local cutoff, call = nil, NO_ID
  if list_is_cutoff(id) then
    cutoff = time
    local stored = redis.call('HGET', KEYS[4], id)
    if stored and struct.unpack('>I8', stored) >= cutoff then
      cutoff, call = struct.unpack('>I8', stored), string.sub(stored, 9)
    end
    time = cutoff + retention
  end
  if time > now_ms then
    list_put(list, id, math.max(time, tonumber(redis.call('ZSCORE', KEYS[3], id) or 0)), cutoff, call)
  end
end
list_save(list)
return {'RESTORED'}
