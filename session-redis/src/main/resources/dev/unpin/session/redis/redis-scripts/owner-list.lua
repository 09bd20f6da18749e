-- Reads an owner's index.
--
-- KEYS[1]  the owner's index, as told in owner.lua
--
-- Reply: as that of owner-add.lua; {'ENTRIES'} alone if there are none.

local entries, problem = owner_read(KEYS[1])
if not entries then
  return {problem}
end
return owner_told(entries)
