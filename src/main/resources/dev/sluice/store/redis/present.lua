-- Notes that somebody reads these runs now, and forgets what is long ago.
--
-- KEYS[1]   the sorted set: runs by the time at which they were last read, in ms
-- ARGV[1]   the time; '' for the server's own, so that the clocks of pods need not agree
-- ARGV[2]   how long it is kept, in ms
-- ARGV[3..] the runs

local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local score = string.format('%.0f', now)
for from = 3, #ARGV, 1000 do
  local pairs_of = {}
  for i = from, math.min(from + 999, #ARGV) do
    pairs_of[#pairs_of + 1] = score
    pairs_of[#pairs_of + 1] = ARGV[i]
  end
  redis.call('ZADD', KEYS[1], unpack(pairs_of))
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - ARGV[2]))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return #ARGV - 2
