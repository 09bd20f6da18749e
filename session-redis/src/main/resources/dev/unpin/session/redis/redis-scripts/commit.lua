-- Creates or changes a session: all of it or nothing. A write that arrives again is recognised and answered as before.
--
-- KEYS[1]  the session, as told in session.lua
-- ARGV[1]  in one piece, since every argument costs as much as a small command: 1 to create or 0 to update (1 byte), SHA-256 of the
--          secret, write id (8 bytes), a version that the session had before this write was first sent (recent writes reach
--          back to it, or it is refused), idle and absolute timeout (ms; 8 bytes each), most values and most bytes allowed (4 and 8)
-- ARGV[2]  owner who signs in, or ''
-- ARGV[3]  SHA-256 of the new secret and for how long the replaced one is recognised (ms, 8 bytes), or ''
-- ARGV[4] and on, by threes: name; 's' to set or 'r' to remove, followed by the expected version if there is one; value
--
-- Reply: {'SAVED', version}, {'STALE', version}, {'CONFLICT', version, name, stored value or '', ...}, {'ENDED'}, {'RENEWED'},
-- {'TOO_MANY_KEYS'}, {'TOO_LARGE'}, {'TAKEN'} (another session has this id), {'FORMAT'} or {'DAMAGED'}.

local FIRST_CHANGE, VERSION_LENGTH = 4, 8

local create, secret, write_id, base, idle, absolute, most_keys, most_bytes = struct.unpack('>Bc32c8I8I8I8I4I8', ARGV[1])
-- All that is judged is read by one command; several would cost as much as all the rest.
local wanted = {'~', '~w'}
for i = FIRST_CHANGE, #ARGV, 3 do
  wanted[#wanted + 1] = ARGV[i]
end
local stored = redis.pcall('HMGET', KEYS[1], unpack(wanted))
local session, missing = session_read(stored.err and '' or stored[1])
local recent
if session then
  recent = stored[2]
  if not writes_sound(recent) then
    return {'DAMAGED'}
  end
  local made = writes_find(recent, write_id)
  if made then
    return {'SAVED', made}
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
local set, remove, conflict = {'~', '', '~w', ''}, nil, nil
for i = FIRST_CHANGE, #ARGV, 3 do
  local name, how, value = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local old = stored[3 + (i - FIRST_CHANGE) / 3]
  if old then
    if #old < VERSION_LENGTH then
      return {'DAMAGED'}
    end
    session[KEYS_HELD] = session[KEYS_HELD] - 1
    session[BYTES_HELD] = session[BYTES_HELD] - #name - #old + VERSION_LENGTH
  end
  if #how > 1 and (old and struct.unpack('>I8', old) or 0) ~= tonumber(string.sub(how, 2)) then
    conflict = conflict or {'CONFLICT', session[VERSION]}
    conflict[#conflict + 1] = name
    conflict[#conflict + 1] = old or ''
  end
  if string.byte(how) == 115 then
    session[KEYS_HELD] = session[KEYS_HELD] + 1
    session[BYTES_HELD] = session[BYTES_HELD] + #name + #value
    set[#set + 1] = name
    set[#set + 1] = version_bytes .. value
  else
    remove = remove or {}
    remove[#remove + 1] = name
  end
end
if conflict then
  return conflict
end
if session[KEYS_HELD] > most_keys then
  return {'TOO_MANY_KEYS'}
end
if session[BYTES_HELD] > most_bytes then
  return {'TOO_LARGE'}
end

session[VERSION] = version
if ARGV[3] ~= '' then
  local new_secret, grace = struct.unpack('>c32I8', ARGV[3])
  session[REPLACED], session[REPLACED_UNTIL], session[SECRET] = secret, now_ms + grace, new_secret
end
session[IDLE] = math.max(session[IDLE], math.min(now_ms + idle, session[ABSOLUTE]))

set[2], set[4] = session_pack(session), writes_add(recent, write_id, version, now_us)
if ARGV[2] ~= '' then
  set[#set + 1] = '~o'
  set[#set + 1] = ARGV[2]
end
redis.call('HSET', KEYS[1], unpack(set))
if remove then
  redis.call('HDEL', KEYS[1], unpack(remove))
end
redis.call('PEXPIREAT', KEYS[1], int(session[IDLE] + KEEP_MS))
return {'SAVED', version}
