-- What the scripts of an idempotency record share. A record is a hash:
--   ~        format 1, state, fence, attempt, end of the lease (ms), end of the record (ms), owner, fingerprint
--   r        the result, if there is one
--   c<name>  a checkpoint: fence (8 bytes) and number (4 bytes) of its claim, then the value
-- States: R running; T running after one that broke off; C completed; F released; X given up, with nobody to say what was done.
-- Beside it lies the last fence (8 bytes), which outlives the record by FENCE_MEMORY_MS.
local FENCE_MEMORY_MS = 86400000
local record_read, record_write, record_running, record_lost, record_of_claim
do
  local LAYOUT = '>Bc1I8I4I8I8Bc0Bc0'
  local EXACT = 2 ^ 53 - 1

  local function unpacked(meta)
    local r, _ = {}, nil
    _, r.state, r.fence, r.attempt, r.lease, r.ends, r.owner, r.fingerprint = struct.unpack(LAYOUT, meta)
    return r
  end

  -- The record, or nil where there is none or it is over; the last fence, 0 where it is not known; and 'FORMAT' or 'DAMAGED' if
  -- what is stored cannot be used.
  function record_read()
    local last = redis.pcall('GET', KEYS[2])
    if last and (type(last) ~= 'string' or #last ~= 8) then
      return nil, 0, 'DAMAGED'
    end
    local fence = last and struct.unpack('>I8', last) or 0
    local meta = redis.pcall('HGET', KEYS[1], '~')
    if fence > EXACT or (meta and (type(meta) ~= 'string' or #meta == 0)) then
      return nil, 0, 'DAMAGED'
    elseif not meta then
      return nil, fence
    elseif string.byte(meta) ~= 1 then
      return nil, 0, 'FORMAT'
    end
    local sound, r = pcall(unpacked, meta)
    -- Beyond 2^53 numbers are not whole.
    if not sound or r.fence > EXACT or r.lease > EXACT or r.ends > EXACT or not string.find('RTCFX', r.state, 1, true)
      or (r.state == 'C' and redis.call('HSTRLEN', KEYS[1], 'r') == 0) then
      return nil, 0, 'DAMAGED'
    end
    fence = math.max(fence, r.fence)
    if now_ms >= r.ends then
      return nil, fence
    end
    return r, fence
  end

  function record_write(r, result)
    local meta = struct.pack(LAYOUT, 1, r.state, r.fence, r.attempt, r.lease, r.ends, #r.owner, r.owner, #r.fingerprint,
      r.fingerprint)
    redis.call('SET', KEYS[2], struct.pack('>I8', r.fence), 'PX', int(r.ends - now_ms + FENCE_MEMORY_MS))
    if result then
      redis.call('HSET', KEYS[1], '~', meta, 'r', result)
    else
      redis.call('HSET', KEYS[1], '~', meta)
    end
    redis.call('PEXPIRE', KEYS[1], int(r.ends - now_ms))
  end

  function record_running(r)
    return r.state == 'R' or r.state == 'T'
  end

  -- What a claim is told that no longer holds.
  function record_lost(r)
    if r and r.state == 'C' then
      return {'LOST', 0, redis.call('HGET', KEYS[1], 'r')}
    end
    return {'LOST', r and record_running(r) and math.max(0, r.lease - now_ms) or 0, ''}
  end

  -- The record of the claim in ARGV[1] to ARGV[4] (owner, fence, attempt, fingerprint), restored if it was lost and no later one can
  -- have been; or nil and what to answer.
  function record_of_claim()
    local claim_fence = tonumber(ARGV[2])
    local r, last, unusable = record_read()
    if unusable then
      return nil, {unusable}
    end
    if not r then
      if last > claim_fence then
        return nil, record_lost(nil)
      end
      return {
        state = 'R', fence = claim_fence, attempt = tonumber(ARGV[3]), lease = now_ms, ends = now_ms, owner = ARGV[1],
        fingerprint = ARGV[4], restored = true,
      }
    end
    if r.owner ~= ARGV[1] or r.fence ~= claim_fence then
      return nil, record_lost(r)
    end
    if r.state == 'C' then
      return nil, {'OK'}
    end
    if not record_running(r) then
      return nil, record_lost(r)
    end
    return r
  end
end
