-- Ends a session for good. May run any number of times.
--
-- KEYS[1]  the session, a hash (its fields are described in commit.lua)
-- ARGV[1]  SHA-256 of the secret that the caller presented
--
-- Reply: {'ENDED'}, or {'RENEWED'} if the session has another secret by now.

local meta = redis.call('HGET', KEYS[1], '~')
if meta and string.sub(meta, 2, 33) ~= ARGV[1] then
  local idle = struct.unpack('>I8', meta, 82)
  if now_ms < idle then
    return {'RENEWED'}
  end
end
redis.call('UNLINK', KEYS[1])
return {'ENDED'}
