-- Takes an entry that was given to a consumer out for good.
--
-- KEYS[1] its stream, ARGV[1] the group, ARGV[2] the entry

redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
return redis.call('XDEL', KEYS[1], ARGV[2])
