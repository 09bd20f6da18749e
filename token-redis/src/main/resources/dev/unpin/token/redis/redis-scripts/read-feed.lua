-- Reads on in the feed, and makes a beat if the last one is old.
--
-- KEYS     as told in blocklist.lua
-- ARGV[1]  id for a new epoch, 16 bytes
-- ARGV[2]  id for a new beat, 8 bytes
-- ARGV[3]  id of the beat that the reader has seen, 8 bytes; or '' to start
-- ARGV[4]  version of that beat
-- ARGV[5]  version up to which all has been read
-- ARGV[6]  the most to return
-- ARGV[7]  how long revocations have to be remembered, ms
-- ARGV[8]  how old the last beat may be, us
--
-- Reply: {'COMPLETE' or 'MORE' or 'LOST', epoch began (ms), now (us), last beat (us), its id, its version, version up to which
-- all has been read by now, revocations: for each id, time (ms), version, 32 bytes}, {'FORMAT'} or {'DAMAGED'}.

local BEAT_LENGTH = 16

local list, why = list_open(ARGV[1])
if not list then
  return {why}
end
local ours = ARGV[3] == '' or writes_find(list.beats, ARGV[3]) == tonumber(ARGV[4])
if list.fresh or now_us < list.beat or now_us - list.beat >= tonumber(ARGV[8]) or list.retention < tonumber(ARGV[7]) then
  list.beat = now_us
  list.retention = math.max(list.retention, tonumber(ARGV[7]))
  list.beats = writes_add(list.beats, ARGV[2], list_next(list), now_us)
  list_purge(list, 1000)
  list_save(list)
end
local beat_id = string.sub(list.beats, -BEAT_LENGTH, -BEAT_LENGTH + 7)
local beat_version = struct.unpack('>I8', list.beats, #list.beats - 7)
if not ours then
  return {'LOST', list.began, now_us, list.beat, beat_id, beat_version, 0, ''}
end

local limit = tonumber(ARGV[6])
local found = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. ARGV[5], '+inf', 'WITHSCORES', 'LIMIT', 0, limit)
local page = {}
for i = 1, #found, 2 do
  local id = found[i]
  local time = list_is_cutoff(id) and struct.unpack('>I8', redis.call('HGET', KEYS[4], id))
    or tonumber(redis.call('ZSCORE', KEYS[3], id))
  page[#page + 1] = id .. struct.pack('>I8I8', time, tonumber(found[i + 1]))
end
if #page < limit then
  return {'COMPLETE', list.began, now_us, list.beat, beat_id, beat_version, beat_version, table.concat(page)}
end
return {'MORE', list.began, now_us, list.beat, beat_id, beat_version, tonumber(found[#found]), table.concat(page)}
