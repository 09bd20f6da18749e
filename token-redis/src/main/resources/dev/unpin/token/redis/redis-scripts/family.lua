-- What the scripts of refresh tokens share. An owner's families are a hash:
--   <family>  format 1, state (1 live, 2 revoked, 3 revoked for reuse), generation, SHA-256 of the newest token's secret, times
--             in ms: opened, used, deadline, absolute deadline; the call that rotated last (8 bytes); how many times follow,
--             when the tokens before the newest were replaced, newest first; then a text that is not read here
--   ~         the ids of the 256 families revoked last that have to be told, 22 characters each
-- The key outlives all deadlines in it. A revoked family has as its deadline until when it is remembered.
local LIVE, REVOKED, REUSED = 1, 2, 3
local KEPT_MS = 86400000
local family_read, family_pack, family_left, untold_read, untold_list, family_end, keep_until
do
  local LAYOUT, HEAD = '>BBI4c32I8I8I8I8c8B', 79
  local MOST_TIMES, ID, MOST_UNTOLD = 8, 22, 256
  local EXACT = 2 ^ 53 - 1

  -- A family; or nil and why not: 'UNKNOWN', 'FORMAT' or 'DAMAGED'. One past its deadline is still there to be told from others.
  function family_read(packed)
    if not packed then
      return nil, 'UNKNOWN'
    elseif type(packed) ~= 'string' or #packed == 0 then
      return nil, 'DAMAGED'
    elseif string.byte(packed) ~= 1 then
      return nil, 'FORMAT'
    elseif #packed < HEAD then
      return nil, 'DAMAGED'
    end
    local f, _, times = {}, nil, nil
    _, f.state, f.generation, f.token, f.opened, f.used, f.deadline, f.absolute, f.call, times = struct.unpack(LAYOUT, packed)
    if times > MOST_TIMES or #packed < HEAD + 8 * times or f.state < LIVE or f.state > REUSED
        or f.deadline > EXACT or f.absolute > EXACT or f.used > EXACT or f.opened > EXACT then
      return nil, 'DAMAGED'
    end
    f.replaced = {}
    for i = 1, times do
      f.replaced[i] = struct.unpack('>I8', packed, HEAD + 8 * i - 7)
    end
    f.details = string.sub(packed, HEAD + 8 * times + 1)
    return f
  end

  function family_pack(f)
    local times = {}
    for i = 1, math.min(#f.replaced, MOST_TIMES) do
      times[i] = struct.pack('>I8', f.replaced[i])
    end
    return struct.pack(LAYOUT, 1, f.state, f.generation, f.token, f.opened, f.used, f.deadline, f.absolute, f.call, #times)
      .. table.concat(times) .. f.details
  end

  function family_left(f)
    return now_ms < f.deadline
  end

  -- The ids to be told, as one string; or nil if what is stored is none.
  function untold_read(key)
    local ids = redis.pcall('HGET', key, '~') or ''
    return type(ids) == 'string' and #ids % ID == 0 and ids or nil
  end

  function untold_list(ids)
    local list = {}
    for i = 1, #ids, ID do
      list[#list + 1] = string.sub(ids, i, i + ID - 1)
    end
    return list
  end

  -- A family to be stored as revoked, and its id among those to be told.
  function family_end(f, state, id, untold)
    f.state, f.deadline = state, now_ms + KEPT_MS
    return string.sub(untold .. id, -MOST_UNTOLD * ID)
  end

  -- Lets the key live past a deadline, and never ends it sooner. What Redis says is left is by its own clock, without a test's offset.
  function keep_until(key, deadline)
    local left = redis.call('PTTL', key)
    if left < 0 or math.floor((now_us - offset_us) / 1000) + left < deadline then
      redis.call('PEXPIREAT', key, deadline)
    end
  end
end
