-- Creates or changes a session: all of it or nothing. A write that arrives again is recognised and answered as before.
--
-- KEYS[1]  the session, as told in session.lua
-- ARGV[1]  in one piece, since every argument costs as much as a small command: 1 to create or 0 to update (1 byte), SHA-256 of the
--          secret, write id (8 bytes), a version that the session had before this write was first sent (recent writes reach
--          back to it, or it is refused), idle and absolute timeout (ms; 8 bytes each), most values and most bytes allowed (4 and 8)
-- ARGV[2]  owner who signs in, or ''
-- ARGV[3]  SHA-256 of the new secret and for how long the replaced one is recognised (ms, 8 bytes), or ''
-- ARGV[4] and on: the names of what changes; then for each 's' to set or 'r' to remove, followed by the expected version if there is
--          one, and the value
--
-- Reply: the new version; {'STALE', version}, {'CONFLICT', version, name, stored value or '', ...}, {'ENDED'}, {'RENEWED'},
-- {'TOO_MANY_KEYS'}, {'TOO_LARGE'}, {'TAKEN'} (another session has this id), {'FORMAT'} or {'DAMAGED'}.

local create, secret, write_id, base, idle, absolute, most_keys, most_bytes = struct.unpack('>Bc32c8I8I8I8I4I8', ARGV[1])
local changes = (#ARGV - 3) / 3
-- All that is judged is read by one command; several would cost as much as all the rest.
local stored = redis.pcall('HMGET', KEYS[1], '~', '~w', unpack(ARGV, 4, 3 + changes))
local session, missing = session_read(stored.err and '' or stored[1])
local recent, kept_until
if session then
  recent, kept_until = stored[2], session_kept_until(session[IDLE])
  if not writes_sound(recent) then
    return {'DAMAGED'}
  end
  local made = writes_find(recent, write_id)
  if made then
    return made
  end
  if create == 1 then
    return {'TAKEN'}
  end
  if not writes_reach_back(recent, base) then
    return {'STALE', session[VERSION]}
  end
  if session[SECRET] ~= secret then
    return {'RENEWED'}
  end
elseif missing == 'UNKNOWN' and create == 1 then
  -- In the order of the layout: format, secret, replaced secret, until when, created, idle, absolute, version, values, bytes.
  session = {1, secret, string.rep('\0', 32), 0, now_ms, 0, now_ms + absolute, 0, 0, 0}
  recent = WRITES_NONE
elseif missing == 'FORMAT' or missing == 'DAMAGED' then
  return {missing}
else
  return {'ENDED'}
end

local version = math.max(session[VERSION] + 1, now_us)
local version_bytes = struct.pack('>I8', version)
local set, last, remove, conflict = {'~', '', '~w', ''}, 4, nil, nil
local keys_held, bytes_held = session[KEYS_HELD], session[BYTES_HELD]
for i = 1, changes do
  local name, how, value = ARGV[3 + i], ARGV[2 + changes + 2 * i], ARGV[3 + changes + 2 * i]
  local old = stored[2 + i]
  if old then
    if #old < 8 then
      return {'DAMAGED'}
    end
    keys_held = keys_held - 1
    bytes_held = bytes_held - #name - #old + 8
  end
  if #how > 1 and (old and struct.unpack('>I8', old) or 0) ~= tonumber(string.sub(how, 2)) then
    conflict = conflict or {'CONFLICT', session[VERSION]}
    conflict[#conflict + 1] = name
    conflict[#conflict + 1] = old or ''
  end
  if string.byte(how) == 115 then
    keys_held = keys_held + 1
    bytes_held = bytes_held + #name + #value
    set[last + 1], set[last + 2], last = name, version_bytes .. value, last + 2
  else
    remove = remove or {}
    remove[#remove + 1] = name
  end
end
if conflict then
  return conflict
end
if keys_held > most_keys then
  return {'TOO_MANY_KEYS'}
end
if bytes_held > most_bytes then
  return {'TOO_LARGE'}
end

session[VERSION], session[KEYS_HELD], session[BYTES_HELD] = version, keys_held, bytes_held
if ARGV[3] ~= '' then
  local new_secret, grace = struct.unpack('>c32I8', ARGV[3])
  session[REPLACED], session[REPLACED_UNTIL], session[SECRET] = secret, now_ms + grace, new_secret
end
session[IDLE] = math.max(session[IDLE], math.min(now_ms + idle, session[ABSOLUTE]))

set[2], set[4] = session_pack(session), writes_add(recent, write_id, version, now_us)
if ARGV[2] ~= '' then
  set[last + 1], set[last + 2] = '~o', ARGV[2]
end
redis.call('HSET', KEYS[1], unpack(set))
if remove then
  redis.call('HDEL', KEYS[1], unpack(remove))
end
local keep_until = session_kept_until(session[IDLE])
if keep_until ~= kept_until then
  redis.call('PEXPIREAT', KEYS[1], keep_until)
end
return version
