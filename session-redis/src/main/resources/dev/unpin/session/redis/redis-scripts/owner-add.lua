-- Enters a session as its owner's newest. May run any number of times.
--
-- KEYS[1]  the owner's index, as told in owner.lua
-- ARGV[1]  the session
-- ARGV[2]  the label
-- ARGV[3]  for how long from now the entry is kept at least, ms
--
-- Reply: {'ENTRIES', session, 1 if it is to be ended or 0, when it signed in (us), label, ...}, the oldest sign-in first, this one
-- among them; {'FORMAT'} or {'DAMAGED'}.

local entries, over = owner_read(KEYS[1])
if not entries then
  return {over}
end
local entry = {id = ARGV[1], marked = false, signed_in = now_us, keep_until = now_ms + tonumber(ARGV[3]), label = ARGV[2]}
local longest, at = entry.keep_until, nil
for i, e in ipairs(entries) do
  -- The order of sign-ins is that of these calls, whatever the clock does.
  entry.signed_in = math.max(entry.signed_in, e.signed_in + 1)
  longest = math.max(longest, e.keep_until)
  if e.id == entry.id then
    at, entry.marked, entry.keep_until = i, e.marked, math.max(entry.keep_until, e.keep_until)
  end
end
if at then
  table.remove(entries, at)
end
entries[#entries + 1] = entry

redis.call('HSET', KEYS[1], entry.id, owner_pack(entry))
for _, id in ipairs(over) do
  redis.call('HDEL', KEYS[1], id)
end
redis.call('PEXPIREAT', KEYS[1], longest)
return owner_told(entries)
