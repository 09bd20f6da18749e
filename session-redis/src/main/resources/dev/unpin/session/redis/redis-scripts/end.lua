-- Ends a session for good. May run any number of times.
--
-- KEYS[1]  the session, as told in session.lua
-- ARGV[1]  SHA-256 of the secret that the caller presented
--
-- Reply: {'ENDED'}; {'RENEWED'} if the secret was replaced a short while ago; {'FORGED'} if it is another; {'FORMAT'} or
-- {'DAMAGED'}.

local session, missing = session_read(redis.pcall('HGET', KEYS[1], '~'))
if not session then
  return {(missing == 'UNKNOWN' or missing == 'EXPIRED') and 'ENDED' or missing}
end
if session[SECRET] ~= ARGV[1] then
  return {session[REPLACED] == ARGV[1] and now_ms < session[REPLACED_UNTIL] and 'RENEWED' or 'FORGED'}
end
session_end(KEYS[1], session)
return {'ENDED'}
