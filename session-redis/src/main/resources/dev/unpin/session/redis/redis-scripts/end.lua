-- Ends a session for good. May run any number of times.
--
-- KEYS[1]  the session, a hash (its fields are described in commit.lua)
-- ARGV[1]  SHA-256 of the secret that the caller presented
--
-- Reply: {'ENDED'}; {'RENEWED'} if the secret was replaced a short while ago; {'FORGED'} if it is another.

local META = '>Bc32c32I8I8I8'
local KEEP_MS = 60000
local ENDED = '\0'

local meta = redis.call('HGET', KEYS[1], '~')
if not meta or meta == ENDED then
  return {'ENDED'}
end
local format, secret, replaced, replaced_until, created, idle = struct.unpack(META, meta)
if now_ms < idle and secret ~= ARGV[1] then
  if replaced == ARGV[1] and now_ms < replaced_until then
    return {'RENEWED'}
  end
  return {'FORGED'}
end
redis.call('UNLINK', KEYS[1])
-- The creation may still be under way a second time, held up on a connection that nobody waits for.
if now_ms - created < KEEP_MS then
  redis.call('HSET', KEYS[1], '~', ENDED)
  redis.call('PEXPIRE', KEYS[1], KEEP_MS)
end
return {'ENDED'}
