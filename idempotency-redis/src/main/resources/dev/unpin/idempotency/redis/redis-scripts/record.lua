-- What the scripts of an idempotency record share. A record is a hash:
--   ~        format 1, state, fence, attempt, end of the lease (ms), end of the record (ms), owner, fingerprint
--   r        the result, if there is one
--   c<name>  a checkpoint: fence (8 bytes) and number (4 bytes) of its claim, then the value
-- States: R running; T running after one that broke off; C completed; F released; X given up, with nobody to say what was done.
-- The key ends up to SLACK_MS after the record, so that not every write need move its end. Beside it lies the last fence (8 bytes),
-- which outlives the record by a day, or up to SLACK_MS less.
local SLACK_MS = 60000
-- Where a record that was read has what. Not names: a table of names costs Redis more than all else that these scripts do.
local STATE, FENCE, ATTEMPT, LEASE, ENDS, OWNER, FINGERPRINT, RESULT, KEY_ENDS = 3, 4, 5, 6, 7, 8, 9, 10, 11
local record_key_ends, record_new, record_read, record_last_fence, record_write, record_keep_fence
local record_running, record_lost, record_of_claim
do
  function record_key_ends(ends)
    return ends - ends % 60000 + 60000
  end

  function record_new(fence, attempt, lease, ends, owner, fingerprint)
    return {true, 1, 'R', fence, attempt, lease, ends, owner, fingerprint, '', 0}
  end

  -- The record, or nil where there is none or it is over; whether anything is stored of one; 'FORMAT' or 'DAMAGED' if what is
  -- stored cannot be used; and the fence of one that is over.
  function record_read()
    local stored = redis.pcall('HMGET', KEYS[1], '~', 'r')
    local meta = stored.err and '' or stored[1]
    if not meta then
      return nil, false
    elseif #meta == 0 then
      return nil, true, 'DAMAGED'
    elseif string.byte(meta) ~= 1 then
      return nil, true, 'FORMAT'
    end
    local r = {pcall(struct.unpack, '>Bc1I8I4I8I8Bc0Bc0', meta)}
    -- Beyond 2^53 numbers are not whole.
    if not r[1] or r[FENCE] > 9007199254740991 or r[LEASE] > 9007199254740991 or r[ENDS] > 9007199254740991
      or not string.find('RTCFX', r[STATE], 1, true) then
      return nil, true, 'DAMAGED'
    end
    r[RESULT], r[KEY_ENDS] = stored[2] or '', record_key_ends(r[ENDS])
    if r[STATE] == 'C' and r[RESULT] == '' then
      return nil, true, 'DAMAGED'
    end
    if now_ms >= r[ENDS] then
      return nil, true, nil, r[FENCE]
    end
    return r, true
  end

  -- The last fence, 0 where it is not known; or nil if what is stored cannot be used.
  function record_last_fence()
    local last = redis.pcall('GET', KEYS[2])
    if not last then
      return 0
    elseif type(last) ~= 'string' or #last ~= 8 then
      return nil
    end
    local fence = struct.unpack('>I8', last)
    return fence <= 9007199254740991 and fence or nil
  end

  -- Whoever changes the fence or the end of a record lets the fence live on.
  function record_keep_fence(r)
    redis.call('SET', KEYS[2], struct.pack('>I8', r[FENCE]), 'PX', r[ENDS] - now_ms + 86400000)
  end

  function record_write(r, result)
    local meta = struct.pack('>Bc1I8I4I8I8Bc0Bc0', 1, r[STATE], r[FENCE], r[ATTEMPT], r[LEASE], r[ENDS], #r[OWNER], r[OWNER],
      #r[FINGERPRINT], r[FINGERPRINT])
    if result then
      redis.call('HSET', KEYS[1], '~', meta, 'r', result)
    else
      redis.call('HSET', KEYS[1], '~', meta)
    end
    local key_ends = record_key_ends(r[ENDS])
    if key_ends ~= r[KEY_ENDS] then
      redis.call('PEXPIREAT', KEYS[1], key_ends)
    end
  end

  function record_running(r)
    return r[STATE] == 'R' or r[STATE] == 'T'
  end

  -- What a claim is told that no longer holds.
  function record_lost(r)
    if r and r[STATE] == 'C' then
      return {'LOST', 0, r[RESULT]}
    end
    return {'LOST', r and record_running(r) and math.max(0, r[LEASE] - now_ms) or 0, ''}
  end

  -- The record of the claim in ARGV[1] to ARGV[4] (owner, fence, attempt, fingerprint), restored if it was lost and no later one can
  -- have been; or nil and what to answer. Whether it was restored comes second.
  function record_of_claim()
    local claim_fence = tonumber(ARGV[2])
    local r, _, unusable, stored_fence = record_read()
    if unusable then
      return nil, {unusable}
    end
    if not r then
      local last = record_last_fence()
      if not last then
        return nil, {'DAMAGED'}
      elseif math.max(last, stored_fence or 0) > claim_fence then
        return nil, record_lost(nil)
      end
      return record_new(claim_fence, tonumber(ARGV[3]), now_ms, now_ms, ARGV[1], ARGV[4]), true
    end
    if r[OWNER] ~= ARGV[1] or r[FENCE] ~= claim_fence then
      return nil, record_lost(r)
    end
    if r[STATE] == 'C' then
      return nil, claim_fence
    end
    if not record_running(r) then
      return nil, record_lost(r)
    end
    return r, false
  end
end
