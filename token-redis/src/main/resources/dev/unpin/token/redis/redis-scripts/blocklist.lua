-- What the scripts of a blocklist share. A blocklist is four keys of one slot:
--   KEYS[1]  hash:  ~   format 1, the epoch's id, when it began (ms), the newest version (us), when the last beat was (us),
--                       the longest retention asked for (ms), the last end of all revocations (ms), how many there are, and
--                       how many of them are cutoffs
--                   ~b  the ring of beats, as writes.lua of module redis keeps it: a beat is a write that writes nothing
--   KEYS[2]  sorted set: ids (16 bytes) by version: the feed
--   KEYS[3]  sorted set: ids by their end (ms)
--   KEYS[4]  hash: of the ids whose last bit is set, the cutoff (ms) and the id of the call that set it, 8 bytes each
-- Revocations end with their keys; the first key lives on for KEEP_MS, so that an idle service keeps its epoch.
local KEEP_MS, LONGER_MS = 30 * 86400000, 60000
local NO_ID = string.rep('\0', 8)
local list_open, list_save, list_next, list_put, list_purge, list_is_cutoff
do
  local LAYOUT, LENGTH = '>Bc16I8I8I8I8I8I8I8', 73

  local function begin(epoch)
    redis.call('UNLINK', KEYS[2], KEYS[3], KEYS[4])
    return {epoch = epoch, began = now_ms, head = 0, beat = 0, retention = 0, top = 0, count = 0, cutoffs = 0,
      beats = WRITES_NONE, fresh = true}
  end

  local function count_of(command, key)
    local count = redis.pcall(command, key)
    return type(count) == 'number' and count
  end

  -- The blocklist, with a new epoch if there is none or a part of it is missing; or nil and why not: 'FORMAT' or 'DAMAGED'.
  function list_open(epoch)
    local packed = redis.pcall('HGET', KEYS[1], '~')
    local fed, ended, cutoffs = count_of('ZCARD', KEYS[2]), count_of('ZCARD', KEYS[3]), count_of('HLEN', KEYS[4])
    if type(packed) == 'table' or packed == '' or not (fed and ended and cutoffs) then
      return nil, 'DAMAGED'
    elseif not packed then
      return begin(epoch)
    elseif string.byte(packed) ~= 1 then
      return nil, 'FORMAT'
    end
    local beats = redis.call('HGET', KEYS[1], '~b')
    if #packed ~= LENGTH or not writes_sound(beats) then
      return nil, 'DAMAGED'
    end
    local list, _ = {beats = beats}, nil
    _, list.epoch, list.began, list.head, list.beat, list.retention, list.top, list.count, list.cutoffs =
      struct.unpack(LAYOUT, packed)
    if fed == list.count and ended == list.count and cutoffs == list.cutoffs then
      return list
    elseif now_ms > list.top then
      -- All were over, and their keys with them.
      redis.call('UNLINK', KEYS[2], KEYS[3], KEYS[4])
      list.count, list.cutoffs = 0, 0
      return list
    end
    return begin(epoch)
  end

  function list_save(list)
    redis.call('HSET', KEYS[1], '~', struct.pack(LAYOUT, 1, list.epoch, list.began, list.head, list.beat, list.retention,
      list.top, list.count, list.cutoffs), '~b', list.beats)
    redis.call('PEXPIREAT', KEYS[1], math.max(list.top, now_ms + list.retention) + KEEP_MS)
    for i = 2, 4 do
      redis.call('PEXPIREAT', KEYS[i], list.top + LONGER_MS)
    end
  end

  function list_next(list)
    list.head = math.max(list.head + 1, now_us)
    return list.head
  end

  function list_is_cutoff(id)
    return string.byte(id, 16) % 2 == 1
  end

  -- Puts an id at a new place of the feed, with its end, and its cutoff if it has one.
  function list_put(list, id, ends, cutoff, call)
    list.count = list.count + redis.call('ZADD', KEYS[2], list_next(list), id)
    redis.call('ZADD', KEYS[3], ends, id)
    if cutoff then
      list.cutoffs = list.cutoffs + redis.call('HSET', KEYS[4], id, struct.pack('>I8', cutoff) .. call)
    end
    list.top = math.max(list.top, ends)
  end

  -- Removes some of what is over.
  function list_purge(list, most)
    local over = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now_ms, 'LIMIT', 0, most)
    if #over == 0 then
      return
    end
    list.count = list.count - #over
    redis.call('ZREM', KEYS[2], unpack(over))
    redis.call('ZREM', KEYS[3], unpack(over))
    list.cutoffs = list.cutoffs - redis.call('HDEL', KEYS[4], unpack(over))
  end
end
