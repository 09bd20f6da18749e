-- Does one thing to a ring of recent writes.
-- Keys: 1 any, not touched. Arguments: 1 the ring, or '' for a new one; 2 what to do, then its arguments.
-- Reply: as the function's.
local ring = ARGV[1] == '' and WRITES_NONE or ARGV[1]
local id, number = ARGV[3], tonumber(ARGV[4])
if ARGV[2] == 'add' then return writes_add(ring, id, number, tonumber(ARGV[5])) end
if ARGV[2] == 'find' then return writes_find(ring, id) end
if ARGV[2] == 'reach back' then return writes_reach_back(ring, tonumber(ARGV[3])) end
return writes_sound(ring)
