-- Frees a lock if the owner has it. Of a free one it notes that this owner wants it no more: its request may be late.
--
-- KEYS[1]  the lock, as told in lock.lua
-- ARGV[1]  owner, 16 bytes
--
-- Reply: the last fence of the lock freed, {'LOST'} (another has it), {'FORMAT'} or {'DAMAGED'}.

local fence, owner, until_ms = lock_read(KEYS[1])
if not fence then
  return {owner}
elseif owner ~= ARGV[1] and now_ms < until_ms then
  return {'LOST'}
end
lock_write(KEYS[1], fence, ARGV[1], 0)
return fence
