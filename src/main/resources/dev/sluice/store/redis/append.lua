-- Adds batches of events to the streams of their runs: each one whole, or not at all.
--
-- KEYS[i]    the stream of the run of batch i
-- ARGV[1..3] batches that a stream keeps; how long an open and an ended one is kept, in ms
-- then for each batch:
--   first, last  the ids of its first and last event; the entry is stored under the last
--   before       the id before the first, in case that the stream does not tell it
--   marks        'b' when an epoch begins with it, 'd' when the run ends with it
--   text         the events
--
-- Answers for each batch '' when it was added, the newest id kept when it was refused,
-- or '!' and the error.

local FIXED, PER_BATCH = 3, 5
local max, keep_open, keep_ended = ARGV[1], ARGV[2], ARGV[3]

local function newest(key)
  local found = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)
  return found[1] and found[1][1]
end

local function is_refusal(err)
  return string.find(err, 'equal or smaller', 1, true)
    or string.find(err, 'must be greater than 0-0', 1, true)
end

local function add(key, first, last, before, marks, text)
  local begins = string.find(marks, 'b', 1, true)
  local ends = string.find(marks, 'd', 1, true)
  if begins then
    before = newest(key) or before
  end
  -- The stream itself only compares the last id.
  if first ~= last and redis.call('XRANGE', key, first, '+', 'COUNT', 1)[1] then
    return newest(key)
  end
  local id = redis.pcall('XADD', key, 'NOMKSTREAM', 'MAXLEN', '~', max, last,
    'p', before, 'e1', text)
  local fresh = not id
  if fresh then
    id = redis.pcall('XADD', key, last, 'p', before, 'e1', text)
  end
  if type(id) == 'table' and id.err then
    if is_refusal(id.err) then
      return newest(key) or '0-0'
    end
    return '!' .. id.err
  end
  -- An epoch is shorter than the time an open log is kept: once for each is enough.
  if ends then
    redis.call('PEXPIRE', key, keep_ended)
  elseif fresh or begins then
    redis.call('PEXPIRE', key, keep_open)
  end
  -- A hint: that it cannot be given does not undo the append.
  redis.pcall('PUBLISH', key, text)
  return ''
end

local answers = {}
for i = 1, #KEYS do
  local at = FIXED + (i - 1) * PER_BATCH
  local ok, answer = pcall(add, KEYS[i], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4],
    ARGV[at + 5])
  if not ok then
    answer = '!' .. tostring(type(answer) == 'table' and answer.err or answer)
  end
  answers[i] = answer
end
return answers
