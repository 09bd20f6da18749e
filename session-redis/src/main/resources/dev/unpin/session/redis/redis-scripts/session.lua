-- What the scripts of a session share. A session is a hash:
--   ~       a zero byte if the session has ended, kept for a minute; else format 1, SHA-256 of the secret and of the replaced
--           secret, until when (ms) that one is recognised, created (ms), idle deadline (ms), absolute deadline (ms), version,
--           number of values, bytes of their names and values
--   ~o      the owner
--   ~w      the ring of recent writes, as writes.lua of module redis keeps it
--   <name>  a value: 8 bytes of version, then the bytes
-- The key outlives the idle deadline by one to two minutes, so that expired can be told from unknown and nothing late brings a
-- session back; one that has ended is remembered for KEEP_MS.
local KEEP_MS = 60000
-- Where a session that was read has what. Not names: a table of nine names costs Redis more than all else that these scripts do.
local SECRET, REPLACED, REPLACED_UNTIL, CREATED, IDLE, ABSOLUTE, VERSION, KEYS_HELD, BYTES_HELD = 2, 3, 4, 5, 6, 7, 8, 9, 10
local session_read, session_pack, session_kept_until, session_end
do
  -- The session that a field ~ tells of; or nil and why not: 'UNKNOWN', 'ENDED', 'EXPIRED', 'FORMAT' or 'DAMAGED'.
  function session_read(meta)
    if not meta then
      return nil, 'UNKNOWN'
    elseif meta == '\0' then
      return nil, 'ENDED'
    elseif type(meta) ~= 'string' or #meta == 0 then
      return nil, 'DAMAGED'
    elseif string.byte(meta) ~= 1 then
      return nil, 'FORMAT'
    elseif #meta ~= 113 then
      return nil, 'DAMAGED'
    end
    local s = {struct.unpack('>Bc32c32I8I8I8I8I8I4I4', meta)}
    -- Beyond 2^53 numbers are not whole, and Redis refuses a deadline only after the rest has been written.
    if s[IDLE] > s[ABSOLUTE] or s[ABSOLUTE] > 9007199254740991 or s[VERSION] > 9007199254740991 then
      return nil, 'DAMAGED'
    end
    if now_ms >= s[IDLE] then
      return nil, 'EXPIRED'
    end
    return s
  end

  function session_pack(s)
    return struct.pack('>Bc32c32I8I8I8I8I8I4I4', unpack(s, 1, BYTES_HELD))
  end

  -- When the key of a session ends. In steps, so that most writes need not move it.
  function session_kept_until(idle_deadline)
    return idle_deadline - idle_deadline % 60000 + 120000
  end

  -- Ends a session for good. Its creation may still be under way a second time, held up on a connection that nobody waits for.
  function session_end(key, s)
    redis.call('UNLINK', key)
    if now_ms - s[CREATED] < KEEP_MS then
      redis.call('HSET', key, '~', '\0')
      redis.call('PEXPIRE', key, KEEP_MS)
    end
  end
end
