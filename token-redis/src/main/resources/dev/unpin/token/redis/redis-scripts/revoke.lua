-- Revokes one id. What arrives again changes nothing: an end only moves on, and a cutoff knows the call that set it.
--
-- KEYS     as told in blocklist.lua
-- ARGV[1]  id for a new epoch, 16 bytes
-- ARGV[2]  what to revoke, 16 bytes
-- ARGV[3]  id of this call, 8 bytes
-- ARGV[4]  for how long it has to be remembered, ms
-- ARGV[5]  until when at most, ms; or ''
--
-- Reply: {'REVOKED', time (ms), version, now (us)}, {'FORMAT'} or {'DAMAGED'}.

local list, why = list_open(ARGV[1])
if not list then
  return {why}
end
local id, retention = ARGV[2], math.max(tonumber(ARGV[4]), list.retention)
local ends, cutoff = now_ms + retention, nil
if list_is_cutoff(id) then
  cutoff = math.floor(math.max(list.head + 1, now_us) / 1000)
  local stored = redis.call('HGET', KEYS[4], id)
  if stored then
    local before = struct.unpack('>I8', stored)
    if string.sub(stored, 9) == ARGV[3] then
      return {'REVOKED', before, tonumber(redis.call('ZSCORE', KEYS[2], id)), now_us}
    end
    cutoff = math.max(cutoff, before)
  end
elseif ARGV[5] ~= '' then
  ends = math.min(ends, tonumber(ARGV[5]))
end
ends = math.max(ends, tonumber(redis.call('ZSCORE', KEYS[3], id) or 0))
list_put(list, id, ends, cutoff, ARGV[3])
list_purge(list, 10)
list_save(list)
return {'REVOKED', cutoff or ends, list.head, now_us}
