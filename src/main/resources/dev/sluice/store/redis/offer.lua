-- Puts a run in line, unless it is there already.
--
-- KEYS[1] the stream of its class, KEYS[2] the hash of runs in line: their entries' ids
-- ARGV[1] the run
--
-- The entry itself is looked for: a mark without its entry must not keep a run out of line.

local id = redis.call('HGET', KEYS[2], ARGV[1])
if id and redis.call('XRANGE', KEYS[1], id, id)[1] then
  return 0
end
redis.call('HSET', KEYS[2], ARGV[1], redis.call('XADD', KEYS[1], '*', 'run', ARGV[1]))
return 1
