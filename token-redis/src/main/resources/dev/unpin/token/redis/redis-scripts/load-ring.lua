-- Reads a key ring.
--
-- KEYS[1]  the ring, as told in ring.lua
--
-- Reply: {'RING', version, bytes, now in us}, {'FORMAT'} or {'DAMAGED'}.

local version, content = ring_read(KEYS[1])
if not version then
  return {content}
end
return {'RING', version, content, now_us}
