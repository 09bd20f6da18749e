-- What the scripts of a key ring share. A ring is a string: format 1, version (8 bytes), then its bytes. It has no time to live.
local ring_read, ring_pack
do
  local LAYOUT, HEAD = '>BI8', 9

  -- Version and bytes, 0 and none if there is no ring; or nil and why not: 'FORMAT' or 'DAMAGED'.
  function ring_read(key)
    local stored = redis.pcall('GET', key)
    if not stored then
      return 0, ''
    elseif type(stored) ~= 'string' or #stored == 0 then
      return nil, 'DAMAGED'
    elseif string.byte(stored) ~= 1 then
      return nil, 'FORMAT'
    elseif #stored <= HEAD then
      return nil, 'DAMAGED'
    end
    local _, version = struct.unpack(LAYOUT, stored)
    if version < 1 or version >= 2 ^ 53 - 1 then
      return nil, 'DAMAGED'
    end
    return version, string.sub(stored, HEAD + 1)
  end

  function ring_pack(version, content)
    return struct.pack(LAYOUT, 1, version) .. content
  end
end
