-- Judges whether a session may be read, and touches it if that moves its idle deadline far enough. What is in it the caller
-- reads right behind, as a hash.
--
-- KEYS[1]  the session, as told in session.lua
-- ARGV[1]  SHA-256 of the secret that the caller presented
-- ARGV[2]  idle timeout, ms
-- ARGV[3]  by how much the idle deadline must be able to move for a touch, ms
--
-- Reply: 'FOUND', 'UNKNOWN', 'EXPIRED', 'FORGED', 'RENEWED', 'FORMAT' or 'DAMAGED'.

local session, missing = session_read(redis.pcall('HGET', KEYS[1], '~'))
if not session then
  return missing == 'ENDED' and 'UNKNOWN' or missing
end
local doubt = session_doubt(session, ARGV[1])
if doubt then
  return doubt
end
local touched = math.min(now_ms + tonumber(ARGV[2]), session[ABSOLUTE])
if touched > session[IDLE] and touched - session[IDLE] >= tonumber(ARGV[3]) then
  session[IDLE] = touched
  redis.call('HSET', KEYS[1], '~', session_pack(session))
  redis.call('PEXPIREAT', KEYS[1], int(touched + KEEP_MS))
end
return 'FOUND'
