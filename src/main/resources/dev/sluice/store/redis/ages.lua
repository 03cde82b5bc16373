-- How many milliseconds ago somebody read these runs; -1 where that is not known.
--
-- KEYS[1]   the sorted set that present.lua writes
-- ARGV[1]   the time; '' for the server's own
-- ARGV[2..] the runs

local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local ages = {}
for from = 2, #ARGV, 1000 do
  local last = math.min(from + 999, #ARGV)
  local scores = redis.call('ZMSCORE', KEYS[1], unpack(ARGV, from, last))
  for i = 1, last - from + 1 do
    ages[#ages + 1] = scores[i] and math.max(0, now - scores[i]) or -1
  end
end
return ages
