-- The ring of recent writes, by which a write that arrives again is recognised; what it gives is told in ScriptPart.
-- A string: the version of the newest forgotten write, then id and version of each recent write, oldest first; 8 bytes each.
local WRITES_NONE = string.rep('\0', 8)
local writes_sound, writes_find, writes_reach_back, writes_add
do
  local HEAD, ENTRY = 8, 16
  local MOST = 32
  local LONGEST_US = 60000000

  function writes_sound(ring)
    local entries = ring and (#ring - HEAD) / ENTRY
    return entries and entries >= 0 and entries <= MOST and entries == math.floor(entries)
  end

  function writes_find(ring, id)
    local at = string.find(ring, id, HEAD + 1, true)
    while at and (at - HEAD - 1) % ENTRY ~= 0 do
      at = string.find(ring, id, at + 1, true)
    end
    return at and (struct.unpack('>I8', ring, at + 8))
  end

  function writes_reach_back(ring, base)
    return struct.unpack('>I8', ring) <= base
  end

  -- Forgets an entry by keeping its version only, which lies right before the next entry.
  function writes_add(ring, id, version, now_us)
    local first, last = HEAD + 1, #ring + 1
    while first < last
        and (last - first >= MOST * ENTRY or struct.unpack('>I8', ring, first + 8) < now_us - LONGEST_US) do
      first = first + ENTRY
    end
    -- Long strings are what costs: one at most besides the result.
    return (first == HEAD + 1 and ring or string.sub(ring, first - HEAD)) .. id .. struct.pack('>I8', version)
  end
end
