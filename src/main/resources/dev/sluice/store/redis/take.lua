-- Takes runs out of the line for a consumer of the group, without waiting.
--
-- KEYS    the streams of interactive and background runs, the hash of runs in line
-- ARGV[1] the group, made anew where it is lost
-- ARGV[2] the consumer
-- ARGV[3] how many runs at most, ARGV[4] how many of them of the background class
-- ARGV[5] '1' when a background run comes first
-- ARGV[6] the idle time in ms after which a run is taken from its consumer; '' for not now
-- ARGV[7] '1' when an earlier answer may have been lost: what it held is given again
--
-- Answers, one after the other: class 'i' or 'b', entry, run, '1' when given again.

local interactive, background, lined = KEYS[1], KEYS[2], KEYS[3]
local group, consumer = ARGV[1], ARGV[2]
local left, left_background = tonumber(ARGV[3]), tonumber(ARGV[4])
local answer = {}

local function failed(reply)
  return type(reply) == 'table' and reply.err
end

-- A new group begins with what is in line already.
local function in_group(key, ...)
  local reply = redis.pcall(...)
  if failed(reply) and string.find(reply.err, 'NOGROUP', 1, true) then
    redis.call('XGROUP', 'CREATE', key, group, '0', 'MKSTREAM')
    reply = redis.pcall(...)
  end
  if failed(reply) then
    error(reply.err)
  end
  return reply
end

local function keep(key, entries, again)
  for _, entry in ipairs(entries) do
    -- What was deleted meanwhile comes without its fields.
    if entry and entry[2] then
      local id, run = entry[1], entry[2][2]
      if redis.call('HGET', lined, run) == id then
        redis.call('HDEL', lined, run)
      end
      answer[#answer + 1] = key == interactive and 'i' or 'b'
      answer[#answer + 1] = id
      answer[#answer + 1] = run
      answer[#answer + 1] = again
      left = left - 1
      if key == background then
        left_background = left_background - 1
      end
    end
  end
end

local function room(key)
  return key == background and math.min(left, left_background) or left
end

local function read(key, count, from, again)
  if count > 0 then
    local reply = in_group(key, 'XREADGROUP', 'GROUP', group, consumer, 'COUNT', count,
      'STREAMS', key, from)
    if reply and reply[1] then
      keep(key, reply[1][2], again)
    end
  end
end

local function reclaim(key)
  if room(key) > 0 then
    local reply = in_group(key, 'XAUTOCLAIM', key, group, consumer, ARGV[6], '0-0',
      'COUNT', room(key))
    keep(key, reply[2], '0')
  end
end

if ARGV[7] == '1' then
  read(interactive, 1000, '0', '1')
  read(background, 1000, '0', '1')
end
if ARGV[6] ~= '' then
  reclaim(interactive)
  reclaim(background)
end
if ARGV[5] == '1' then
  read(background, math.min(1, room(background)), '>', '0')
end
read(interactive, room(interactive), '>', '0')
read(background, room(background), '>', '0')
return answer
