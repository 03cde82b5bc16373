-- Forgets consumers that are gone and owe nothing.
--
-- KEYS    the streams
-- ARGV[1] the group
-- ARGV[2] how long they were not heard of, in ms
-- ARGV[3] the consumer that leaves now, however short that is; '' for none

local gone = 0
for _, key in ipairs(KEYS) do
  local consumers = redis.pcall('XINFO', 'CONSUMERS', key, ARGV[1])
  if not consumers.err then
    for _, fields in ipairs(consumers) do
      local consumer = {}
      for i = 1, #fields, 2 do
        consumer[fields[i]] = fields[i + 1]
      end
      if consumer.pending == 0
        and (consumer.name == ARGV[3] or consumer.idle > tonumber(ARGV[2])) then
        redis.call('XGROUP', 'DELCONSUMER', key, ARGV[1], consumer.name)
        gone = gone + 1
      end
    end
  end
end
return gone
