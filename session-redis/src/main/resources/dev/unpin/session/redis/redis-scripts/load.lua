-- Reads a session, and touches it if that moves its idle deadline far enough.
--
-- KEYS[1]  the session, a hash (its fields are described in commit.lua)
-- ARGV[1]  SHA-256 of the secret that the caller presented
-- ARGV[2]  idle timeout, ms
-- ARGV[3]  by how much the idle deadline must be able to move for a touch, ms
--
-- Reply: {'FOUND', {field, value, ...}} with all of the hash, {'UNKNOWN'}, {'EXPIRED'}, {'FORGED'}, {'RENEWED'} or {'FORMAT'}.

local META = '>Bc32c32I8I8I8I8I8I4I4'
local KEEP_MS = 60000

local meta = redis.call('HGET', KEYS[1], '~')
if not meta or meta == '\0' then
  return {'UNKNOWN'}
end
if string.byte(meta) ~= 1 then
  return {'FORMAT'}
end
local format, secret, replaced, replaced_until, created, idle, absolute, version, keys, bytes = struct.unpack(META, meta)
if now_ms >= idle then
  redis.call('UNLINK', KEYS[1])
  return {'EXPIRED'}
end
if secret ~= ARGV[1] then
  if replaced == ARGV[1] and now_ms < replaced_until then
    return {'RENEWED'}
  end
  return {'FORGED'}
end
local touched = math.min(now_ms + tonumber(ARGV[2]), absolute)
if touched > idle and touched - idle >= tonumber(ARGV[3]) then
  redis.call('HSET', KEYS[1], '~', struct.pack(META, format, secret, replaced, replaced_until, created, touched, absolute,
      version, keys, bytes))
  redis.call('PEXPIREAT', KEYS[1], int(touched + KEEP_MS))
end
return {'FOUND', redis.call('HGETALL', KEYS[1])}
