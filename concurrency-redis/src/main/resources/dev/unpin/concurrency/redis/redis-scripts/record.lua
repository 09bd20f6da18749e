-- A record is a hash:
--   m  format 1, version (8 bytes), until when it is there (ms, 8 bytes; 0 for ever)
--   v  the value; none once it has been removed
--   w  the ring of recent writes, as writes.lua of module redis keeps it
-- A key without v, or past its deadline, is a tombstone: it keeps the version from coming again. Only a record that is there
-- for ever has no time to live.
local record_read
do
  local LAYOUT, LENGTH = '>BI8I8', 17
  local EXACT = 2 ^ 53 - 1

  -- version (0 if nothing is known of the key), whether there is a value, ring; or nil and why not: 'FORMAT', 'DAMAGED'. The value
  -- itself stays where it is: most writes need only know that it is there.
  function record_read(key)
    local stored = redis.pcall('HMGET', key, 'm', 'w')
    if stored.err then
      return nil, 'DAMAGED'
    end
    local meta, ring = stored[1], stored[2]
    local there = redis.call('HEXISTS', key, 'v') == 1
    if not meta and not ring and not there then
      return 0, false, WRITES_NONE
    elseif not meta or #meta == 0 then
      return nil, 'DAMAGED'
    elseif string.byte(meta) ~= 1 then
      return nil, 'FORMAT'
    elseif #meta ~= LENGTH or not writes_sound(ring) then
      return nil, 'DAMAGED'
    end
    local _, version, gone_at = struct.unpack(LAYOUT, meta)
    if version < 1 or version >= EXACT or gone_at > EXACT then
      return nil, 'DAMAGED'
    end
    return version, there and (gone_at == 0 or now_ms < gone_at), ring
  end
end
