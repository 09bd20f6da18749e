-- Has a lease begin anew, if the owner has the lock and the lease has not ended.
--
-- KEYS[1]  the lock, as told in lock.lua
-- ARGV[1]  owner, 16 bytes
-- ARGV[2]  lease, ms
--
-- Reply: the fence of the lock taken, {'LOST'}, {'FORMAT'} or {'DAMAGED'}.

local fence, owner, until_ms = lock_read(KEYS[1])
if not fence then
  return {owner}
elseif owner ~= ARGV[1] or now_ms >= until_ms then
  return {'LOST'}
end
lock_write(KEYS[1], fence, owner, math.max(until_ms, now_ms + tonumber(ARGV[2])))
return fence
