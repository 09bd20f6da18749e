-- Takes a lock that nobody has. Its owner gets the same fence again, and the lease begins anew: what was sent twice is one.
--
-- KEYS[1]  the lock, as told in lock.lua
-- ARGV[1]  owner, 16 bytes
-- ARGV[2]  lease, ms
--
-- Reply: the fence of the lock taken, {'BUSY', ms left}, {'LOST'} (the owner has released it before), {'FORMAT'} or {'DAMAGED'}.

local fence, owner, until_ms = lock_read(KEYS[1])
if not fence then
  return {owner}
end
local own = owner == ARGV[1]
if own and until_ms == 0 then
  return {'LOST'}
elseif not own and now_ms < until_ms then
  return {'BUSY', until_ms - now_ms}
end
if not own or now_ms >= until_ms then
  fence = math.max(fence + 1, now_us)
end
lock_write(KEYS[1], fence, ARGV[1], now_ms + tonumber(ARGV[2]))
return fence
