-- Replaces a key ring if its version still is the expected one. Once that is done, the same call again finds another version.
--
-- KEYS[1]  the ring, as told in ring.lua
-- ARGV[1]  the version it must have, 0 for none
-- ARGV[2]  the new bytes
--
-- Reply: {'RING', version, bytes, now in us} as it is now, {'FORMAT'} or {'DAMAGED'}.

local version, content = ring_read(KEYS[1])
if not version then
  return {content}
end
if version == tonumber(ARGV[1]) then
  version, content = version + 1, ARGV[2]
  redis.call('SET', KEYS[1], ring_pack(version, content))
end
return {'RING', version, content, now_us}
