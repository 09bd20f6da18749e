-- Reads a record.
--
-- KEYS[1]  the record, as told in record.lua
--
-- Reply: {'FOUND', now in us, version, value}, {'ABSENT', now in us}, {'FORMAT'} or {'DAMAGED'}.

local version, value = record_read(KEYS[1])
if not version then
  return {value}
elseif not value then
  return {'ABSENT', now_us}
end
return {'FOUND', now_us, version, value}
