-- What the scripts of an owner's index share. An index is a hash:
--   <session id>  format 1; 1 if the session is to be ended, else 0; when it signed in (us); until when the entry is kept (ms);
--                 and the label
-- The key lives as long as the entry that is kept longest.
local owner_read, owner_pack, owner_told
do
  local LAYOUT, HEAD = '>BBI8I8', 18
  local EXACT = 2 ^ 53 - 1

  -- The entries that are still kept, the oldest sign-in first, and the ids of the others; or nil and 'FORMAT' or 'DAMAGED'.
  function owner_read(key)
    local stored = redis.pcall('HGETALL', key)
    if stored.err then
      return nil, 'DAMAGED'
    end
    local kept, over = {}, {}
    for i = 1, #stored, 2 do
      local bytes = stored[i + 1]
      if #bytes > 0 and string.byte(bytes) ~= 1 then
        return nil, 'FORMAT'
      elseif #bytes < HEAD then
        return nil, 'DAMAGED'
      end
      local _, mark, signed_in, keep_until = struct.unpack(LAYOUT, bytes)
      if mark > 1 or signed_in > EXACT or keep_until > EXACT then
        return nil, 'DAMAGED'
      end
      if keep_until > now_ms then
        kept[#kept + 1] = {id = stored[i], marked = mark == 1, signed_in = signed_in, keep_until = keep_until,
          label = string.sub(bytes, HEAD + 1)}
      else
        over[#over + 1] = stored[i]
      end
    end
    table.sort(kept, function(a, b) return a.signed_in < b.signed_in end)
    return kept, over
  end

  function owner_pack(e)
    return struct.pack(LAYOUT, 1, e.marked and 1 or 0, e.signed_in, e.keep_until) .. e.label
  end

  -- The reply that tells all entries.
  function owner_told(entries)
    local reply = {'ENTRIES'}
    for _, e in ipairs(entries) do
      reply[#reply + 1] = e.id
      reply[#reply + 1] = e.marked and 1 or 0
      reply[#reply + 1] = e.signed_in
      reply[#reply + 1] = e.label
    end
    return reply
  end
end
