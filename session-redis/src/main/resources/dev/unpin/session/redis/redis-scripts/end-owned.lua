-- Ends a session for good on behalf of its owner. May run any number of times.
--
-- KEYS[1]  the session, as told in session.lua
-- ARGV[1]  the owner
--
-- Reply: {'ENDED'}; {'FOREIGN'} if the session is another owner's or nobody's; {'FORMAT'} or {'DAMAGED'}.

local session, missing = session_read(redis.pcall('HGET', KEYS[1], '~'))
if not session then
  return {(missing == 'FORMAT' or missing == 'DAMAGED') and missing or 'ENDED'}
end
if redis.call('HGET', KEYS[1], '~o') ~= ARGV[1] then
  return {'FOREIGN'}
end
session_end(KEYS[1], session)
return {'ENDED'}
