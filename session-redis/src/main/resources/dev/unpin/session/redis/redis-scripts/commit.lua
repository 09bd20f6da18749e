-- Creates or changes a session: all of it or nothing. A write that arrives again is recognised and answered as before.
--
-- KEYS[1]  the session, as told in session.lua
-- ARGV[1]  'CREATE' or 'UPDATE'
-- ARGV[2]  SHA-256 of the secret
-- ARGV[3]  write id, 8 bytes
-- ARGV[4]  a version that the session had before this write was first sent; recent writes reach back to it, or it is refused
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
-- {'TOO_MANY_KEYS'}, {'TOO_LARGE'}, {'TAKEN'} (another session has this id), {'FORMAT'} or {'DAMAGED'}.

local FIRST_CHANGE, VERSION_LENGTH = 12, 8

-- All that is judged is read by one command; several would cost as much as all the rest.
local wanted = {'~', '~w'}
for i = FIRST_CHANGE, #ARGV, 3 do
  wanted[#wanted + 1] = ARGV[i]
end
local stored = redis.pcall('HMGET', KEYS[1], unpack(wanted))
local create, write_id = ARGV[1] == 'CREATE', ARGV[3]
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
  if create then
    return {'TAKEN'}
  end
  if not writes_reach_back(recent, tonumber(ARGV[4])) then
    return {'STALE', session[VERSION]}
  end
  if session[SECRET] ~= ARGV[2] then
    return {'RENEWED'}
  end
elseif missing == 'UNKNOWN' and create then
  -- In the order of the layout: format, secret, replaced secret, until when, created, idle, absolute, version, values, bytes.
  session = {1, ARGV[2], string.rep('\0', 32), 0, now_ms, 0, now_ms + tonumber(ARGV[6]), 0, 0, 0}
  recent = WRITES_NONE
elseif missing == 'FORMAT' or missing == 'DAMAGED' then
  return {missing}
else
  return {'ENDED'}
end

local conflict = {'CONFLICT', session[VERSION]}
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
  if #how > 1 then
    local actual = old and struct.unpack('>I8', old) or 0
    if actual ~= tonumber(string.sub(how, 2)) then
      conflict[#conflict + 1] = name
      conflict[#conflict + 1] = old or ''
    end
  end
  if string.sub(how, 1, 1) == 's' then
    session[KEYS_HELD] = session[KEYS_HELD] + 1
    session[BYTES_HELD] = session[BYTES_HELD] + #name + #value
  end
end
if #conflict > 2 then
  return conflict
end
if session[KEYS_HELD] > tonumber(ARGV[7]) then
  return {'TOO_MANY_KEYS'}
end
if session[BYTES_HELD] > tonumber(ARGV[8]) then
  return {'TOO_LARGE'}
end

session[VERSION] = math.max(session[VERSION] + 1, now_us)
if ARGV[10] ~= '' then
  session[REPLACED], session[REPLACED_UNTIL], session[SECRET] = session[SECRET], now_ms + tonumber(ARGV[11]), ARGV[10]
end
session[IDLE] = math.max(session[IDLE], math.min(now_ms + tonumber(ARGV[5]), session[ABSOLUTE]))

local set = {'~', session_pack(session), '~w', writes_add(recent, write_id, session[VERSION], now_us)}
if ARGV[9] ~= '' then
  set[5], set[6] = '~o', ARGV[9]
end
local version_bytes = struct.pack('>I8', session[VERSION])
local remove = {}
for i = FIRST_CHANGE, #ARGV, 3 do
  if string.sub(ARGV[i + 1], 1, 1) == 's' then
    set[#set + 1] = ARGV[i]
    set[#set + 1] = version_bytes .. ARGV[i + 2]
  else
    remove[#remove + 1] = ARGV[i]
  end
end
redis.call('HSET', KEYS[1], unpack(set))
if #remove > 0 then
  redis.call('HDEL', KEYS[1], unpack(remove))
end
redis.call('PEXPIREAT', KEYS[1], int(session[IDLE] + KEEP_MS))
return {'SAVED', session[VERSION]}
