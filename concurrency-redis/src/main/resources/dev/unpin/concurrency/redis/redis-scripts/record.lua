-- A record is a hash:
--   m  format 1, version (8 bytes), until when it is there (ms, 8 bytes; 0 for ever)
--   v  the value; none once it has been removed
--   w  the ring of recent writes, as writes.lua of module redis keeps it
-- A key past its deadline is a tombstone: it keeps the version from coming again. Only a record that is there for ever has no time
-- to live.
local record_read
do
  -- version (0 if nothing is known of the key), whether the record is there, ring, until when; or nil and why not: 'FORMAT',
  -- 'DAMAGED'. The value itself stays where it is: most writes do not ask for it.
  function record_read(key)
    local stored = redis.pcall('HMGET', key, 'm', 'w')
    if stored.err then
      return nil, 'DAMAGED'
    end
    local meta, ring = stored[1], stored[2]
    if not meta and not ring and redis.call('EXISTS', key) == 0 then
      return 0, false, WRITES_NONE, 0
    elseif not meta or #meta == 0 then
      return nil, 'DAMAGED'
    elseif string.byte(meta) ~= 1 then
      return nil, 'FORMAT'
    elseif #meta ~= 17 or not writes_sound(ring) then
      return nil, 'DAMAGED'
    end
    local _, version, gone_at = struct.unpack('>BI8I8', meta)
    if version < 1 or version >= 9007199254740991 or gone_at > 9007199254740991 then
      return nil, 'DAMAGED'
    end
    return version, gone_at == 0 or now_ms < gone_at, ring, gone_at
  end
end
