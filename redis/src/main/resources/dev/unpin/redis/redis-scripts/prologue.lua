-- Shared by all scripts, which it precedes. One line above it sets offset_us: 0, or what a test pretends has passed.
-- Gives: now_us, now_ms (the server's time since 1970, whole numbers below 2^53).
local server_time = redis.call('TIME')
local now_us = tonumber(server_time[1]) * 1000000 + tonumber(server_time[2]) + offset_us
local now_ms = math.floor(now_us / 1000)
