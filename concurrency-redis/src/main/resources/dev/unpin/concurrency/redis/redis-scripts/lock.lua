-- What the scripts of a lock share. A lock is a string: format 1, fence (8 bytes), owner (16 bytes), until when it is held (ms, 8
-- bytes; 0 once its owner has released it). It outlives the lease by a day, so that fences rise whatever the clock does.
local lock_read, lock_write
do
  -- fence (0 if nothing is known of the lock), owner, until; or nil and why not: 'FORMAT' or 'DAMAGED'.
  function lock_read(key)
    local stored = redis.pcall('GET', key)
    if not stored then
      return 0, '', 0
    elseif type(stored) ~= 'string' or #stored == 0 then
      return nil, 'DAMAGED'
    elseif string.byte(stored) ~= 1 then
      return nil, 'FORMAT'
    elseif #stored ~= 33 then
      return nil, 'DAMAGED'
    end
    local _, fence, owner, until_ms = struct.unpack('>BI8c16I8', stored)
    if fence >= 9007199254740991 or until_ms >= 9007199254740991 then
      return nil, 'DAMAGED'
    end
    return fence, owner, until_ms
  end

  function lock_write(key, fence, owner, until_ms)
    redis.call('SET', key, struct.pack('>BI8c16I8', 1, fence, owner, until_ms), 'PXAT', math.max(until_ms, now_ms) + 86400000)
  end
end
