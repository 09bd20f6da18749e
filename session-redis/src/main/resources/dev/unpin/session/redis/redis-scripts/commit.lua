-- Creates or changes a session: all of it or nothing. A write that arrives again is recognised and answered as before.
--
-- KEYS[1]  the session, a hash:
--            ~       a zero byte if the session has ended, kept for a minute; else format 1, SHA-256 of the secret, of the replaced secret, until when (ms) that one is recognised, created (ms),
--                    idle deadline (ms), absolute deadline (ms), version, number of values, bytes of their names and values
--            ~o      the owner
--            ~w      the newest version of a forgotten write, then id and version of each recent write, oldest first
--            <name>  a value: 8 bytes of version, then the bytes
-- ARGV[1]  'CREATE' or 'UPDATE'
-- ARGV[2]  SHA-256 of the secret
-- ARGV[3]  write id, 8 bytes
-- ARGV[4]  a version that the session had before this write was first sent; recent writes reach back to it, or the write is refused
-- ARGV[5]  idle timeout, ms
-- ARGV[6]  absolute timeout, ms
-- ARGV[7]  most values allowed
-- ARGV[8]  most bytes allowed
-- ARGV[9]  owner who signs in, or ''
-- ARGV[10] SHA-256 of the new secret, or ''
-- ARGV[11] for how long the replaced secret is recognised, ms
-- ARGV[12] and on, by threes: name; 's' to set or 'r' to remove, followed by the expected version if there is one; value
--
-- Reply: {'SAVED', version}, {'STALE', version}, {'CONFLICT', version, name, stored value or '', ...}, {'ENDED'}, {'RENEWED'},
-- {'TOO_MANY_KEYS'}, {'TOO_LARGE'}, {'TAKEN'} (another session has this id) or {'FORMAT'}.

local META = '>Bc32c32I8I8I8I8I8I4I4'
local KEEP_MS = 60000
local RECENT_WRITES = 32
local REMEMBER_US = 60000000
local FIRST_CHANGE = 12

local key, write_id = KEYS[1], ARGV[3]
local stored = redis.call('HMGET', key, '~', '~w')
local meta, recent = stored[1], stored[2]
local secret, replaced, replaced_until, created, idle, absolute, version, keys, bytes

if meta == '\0' then
  return {'ENDED'}
end
if meta then
  if string.byte(meta) ~= 1 then
    return {'FORMAT'}
  end
  local format
  format, secret, replaced, replaced_until, created, idle, absolute, version, keys, bytes = struct.unpack(META, meta)
  if now_ms >= idle then
    redis.call('UNLINK', key)
    return {'ENDED'}
  end
  local at = string.find(recent, write_id, 9, true)
  while at and (at - 9) % 16 ~= 0 do
    at = string.find(recent, write_id, at + 1, true)
  end
  if at then
    return {'SAVED', (struct.unpack('>I8', recent, at + 8))}
  end
  if ARGV[1] == 'CREATE' then
    return {'TAKEN'}
  end
  if struct.unpack('>I8', recent) > tonumber(ARGV[4]) then
    return {'STALE', version}
  end
  if secret ~= ARGV[2] then
    return {'RENEWED'}
  end
elseif ARGV[1] == 'UPDATE' then
  return {'ENDED'}
else
  secret, replaced, replaced_until = ARGV[2], string.rep('\0', 32), 0
  created, idle, absolute = now_ms, 0, now_ms + tonumber(ARGV[6])
  version, keys, bytes = 0, 0, 0
  recent = string.rep('\0', 8)
end

local conflict = {'CONFLICT', version}
for i = FIRST_CHANGE, #ARGV, 3 do
  local name, how, value = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local old_length
  if #how > 1 then
    local old = redis.call('HGET', key, name) or ''
    local actual = old == '' and 0 or struct.unpack('>I8', old)
    if actual ~= tonumber(string.sub(how, 2)) then
      conflict[#conflict + 1] = name
      conflict[#conflict + 1] = old
    end
    old_length = #old
  else
    old_length = redis.call('HSTRLEN', key, name)
  end
  if old_length > 0 then
    keys = keys - 1
    bytes = bytes - #name - old_length + 8
  end
  if string.sub(how, 1, 1) == 's' then
    keys = keys + 1
    bytes = bytes + #name + #value
  end
end
if #conflict > 2 then
  return conflict
end
if keys > tonumber(ARGV[7]) then
  return {'TOO_MANY_KEYS'}
end
if bytes > tonumber(ARGV[8]) then
  return {'TOO_LARGE'}
end

version = math.max(version + 1, now_us)
local version_bytes = struct.pack('>I8', version)

recent = recent .. write_id .. version_bytes
local first = 9
while #recent - first + 1 > RECENT_WRITES * 16 or struct.unpack('>I8', recent, first + 8) < now_us - REMEMBER_US do
  first = first + 16
end
if first > 9 then
  recent = string.sub(recent, first - 8)
end

if ARGV[10] ~= '' then
  replaced, replaced_until, secret = secret, now_ms + tonumber(ARGV[11]), ARGV[10]
end
idle = math.max(idle, math.min(now_ms + tonumber(ARGV[5]), absolute))

local set = {'~', struct.pack(META, 1, secret, replaced, replaced_until, created, idle, absolute, version, keys, bytes), '~w', recent}
if ARGV[9] ~= '' then
  set[5], set[6] = '~o', ARGV[9]
end
local remove = {}
for i = FIRST_CHANGE, #ARGV, 3 do
  if string.sub(ARGV[i + 1], 1, 1) == 's' then
    set[#set + 1] = ARGV[i]
    set[#set + 1] = version_bytes .. ARGV[i + 2]
  else
    remove[#remove + 1] = ARGV[i]
  end
end
redis.call('HSET', key, unpack(set))
if #remove > 0 then
  redis.call('HDEL', key, unpack(remove))
end
redis.call('PEXPIREAT', key, int(idle + KEEP_MS))
return {'SAVED', version}
