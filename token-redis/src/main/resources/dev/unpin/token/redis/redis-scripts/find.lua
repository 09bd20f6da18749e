-- Looks up some ids. Begins an epoch if there is none, and changes nothing else.
--
-- KEYS     as told in blocklist.lua
-- ARGV[1]  id for a new epoch, 16 bytes
-- ARGV[2]  ids, 16 bytes each
--
-- Reply: {'FOUND', epoch began (ms), time (ms) or 0 for each id, ...}, {'FORMAT'} or {'DAMAGED'}.

local list, why = list_open(ARGV[1])
if not list then
  return {why}
end
if list.fresh then
  list_save(list)
end
local reply = {'FOUND', list.began}
for at = 1, #ARGV[2], 16 do
  local id = string.sub(ARGV[2], at, at + 15)
  local ends = tonumber(redis.call('ZSCORE', KEYS[3], id) or 0)
  local time = 0
  if ends > now_ms then
    time = list_is_cutoff(id) and struct.unpack('>I8', redis.call('HGET', KEYS[4], id)) or ends
  end
  reply[#reply + 1] = time
end
return reply
