-- Tells of a session what is nobody's secret.
--
-- KEYS[1]  the session, as told in session.lua
--
-- Reply: {'THERE', created, idle deadline, absolute deadline, owner or ''}, times in ms; {'GONE'}, {'FORMAT'} or {'DAMAGED'}.

local session, missing = session_read(redis.pcall('HGET', KEYS[1], '~'))
if not session then
  return {(missing == 'FORMAT' or missing == 'DAMAGED') and missing or 'GONE'}
end
return {'THERE', session[CREATED], session[IDLE], session[ABSOLUTE], redis.call('HGET', KEYS[1], '~o') or ''}
