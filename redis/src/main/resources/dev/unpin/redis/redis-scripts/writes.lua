-- The ring of recent writes, by which a write that arrives again is recognised; what it gives is told in ScriptPart.
-- A string: the version of the newest forgotten write, then id and version of each recent write, oldest first; 8 bytes each.
-- At most 32 recent writes, so 520 bytes, and none that is older than a minute.
local WRITES_NONE = '\0\0\0\0\0\0\0\0'
local writes_sound, writes_find, writes_reach_back, writes_add
do
  function writes_sound(ring)
    return ring and #ring >= 8 and #ring <= 520 and (#ring - 8) % 16 == 0
  end

  function writes_find(ring, id)
    local at = string.find(ring, id, 9, true)
    while at and (at - 9) % 16 ~= 0 do
      at = string.find(ring, id, at + 1, true)
    end
    return at and (struct.unpack('>I8', ring, at + 8))
  end

  function writes_reach_back(ring, base)
    return struct.unpack('>I8', ring) <= base
  end

  -- Forgets an entry by keeping its version only, which lies right before the next entry.
  function writes_add(ring, id, version, now_us)
    local first, last = 9, #ring + 1
    while first < last
        and (last - first >= 512 or struct.unpack('>I8', ring, first + 8) < now_us - 60000000) do
      first = first + 16
    end
    -- Long strings are what costs: one at most besides the result.
    return (first == 9 and ring or string.sub(ring, first - 8)) .. id .. struct.pack('>I8', version)
  end
end
