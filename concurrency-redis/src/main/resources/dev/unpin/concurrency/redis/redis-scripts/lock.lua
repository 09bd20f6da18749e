-- What the scripts of a lock share. A lock is a string: format 1, fence (8 bytes), owner (16 bytes), until when it is held (ms, 8
-- bytes; 0 once its owner has released it). It outlives the lease by FENCE_MS, so that fences rise whatever the clock does.
local FENCE_MS = 86400000
local lock_read, lock_write
do
  local LAYOUT, LENGTH = '>BI8c16I8', 33
  local EXACT = 2 ^ 53 - 1

  -- fence (0 if nothing is known of the lock), owner, until; or nil and why not: 'FORMAT' or 'DAMAGED'.
  function lock_read(key)
    local stored = redis.pcall('GET', key)
    if not stored then
      return 0, '', 0
    elseif type(stored) ~= 'string' or #stored == 0 then
      return nil, 'DAMAGED'
    elseif string.byte(stored) ~= 1 then
      return nil, 'FORMAT'
    elseif #stored ~= LENGTH then
      return nil, 'DAMAGED'
    end
    local _, fence, owner, until_ms = struct.unpack(LAYOUT, stored)
    if fence >= EXACT or until_ms >= EXACT then
      return nil, 'DAMAGED'
    end
    return fence, owner, until_ms
  end

  function lock_write(key, fence, owner, until_ms)
    redis.call('SET', key, struct.pack(LAYOUT, 1, fence, owner, until_ms),
      'PXAT', int(math.max(until_ms, now_ms) + FENCE_MS))
  end
end
