-- What the scripts of expiries share. A partition is a sorted set of session ids by the time (ms) at which to look at them.
-- The key outlives the last of its times by RETENTION_MS, in case no instance looks for long.
local RETENTION_MS = 7 * 24 * 60 * 60 * 1000
local expiry_sound, expiry_keep
do
  function expiry_sound(key)
    local kind = redis.call('TYPE', key).ok
    return kind == 'zset' or kind == 'none'
  end

  function expiry_keep(key, time)
    local wanted = time - now_ms + RETENTION_MS
    if redis.call('PTTL', key) < wanted then
      redis.call('PEXPIRE', key, wanted)
    end
  end
end
