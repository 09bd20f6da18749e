-- Precedes scripts that recognise their own repetition. The last two arguments are the backend's and leave ARGV here.
-- Gives: write_id (16 bytes), first_sent_us (0, or a moment before which no earlier send can have been applied).
local first_sent_us = tonumber(ARGV[#ARGV])
ARGV[#ARGV] = nil
local write_id = ARGV[#ARGV]
ARGV[#ARGV] = nil
if first_sent_us > 0 then first_sent_us = first_sent_us + offset_us end
