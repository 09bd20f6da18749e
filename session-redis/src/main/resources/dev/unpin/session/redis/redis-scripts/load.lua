-- Touches a session if that moves its idle deadline far enough, and tells the time. What is in it the caller reads right behind,
-- as a hash, and judges by that.
--
-- KEYS[1]  the session, as told in session.lua
-- ARGV[1]  SHA-256 of the secret that the caller presented; with another, nothing is touched
-- ARGV[2]  idle timeout, ms
-- ARGV[3]  by how much the idle deadline must be able to move for a touch, ms
--
-- Reply: now, in us.

local session = session_read(redis.pcall('HGET', KEYS[1], '~'))
if session and session[SECRET] == ARGV[1] then
  local touched = math.min(now_ms + tonumber(ARGV[2]), session[ABSOLUTE])
  if touched > session[IDLE] and touched - session[IDLE] >= tonumber(ARGV[3]) then
    session[IDLE] = touched
    redis.call('HSET', KEYS[1], '~', session_pack(session))
    redis.call('PEXPIREAT', KEYS[1], session_kept_until(touched))
  end
end
return now_us
