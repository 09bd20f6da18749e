-- What the scripts of a record share. A record is a hash:
--   m  format 1, version (8 bytes), until when it is there (ms, 8 bytes; 0 for ever)
--   v  the value; none once it has been removed
--   w  the ring of recent writes, as writes.lua of module redis keeps it
-- A key without v, or past its deadline, is a tombstone: it keeps the version from coming again. Only a record that is there
-- for ever has no time to live.
local record_read
do
  local LAYOUT, LENGTH = '>BI8I8', 17
  local EXACT = 2 ^ 53 - 1

  -- version (0 if nothing is known of the key), value (nil if there is none now), ring; or nil and why not: 'FORMAT', 'DAMAGED'.
  function record_read(key)
    local stored = redis.pcall('HMGET', key, 'm', 'v', 'w')
    if stored.err then
      return nil, 'DAMAGED'
    end
    local meta, value, ring = stored[1], stored[2], stored[3]
    if not meta and not value and not ring then
      return 0, nil, WRITES_NONE
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
    if gone_at > 0 and now_ms >= gone_at then
      value = nil
    end
    return version, value or nil, ring
  end
end
