#!lua flags=allow-oom
-- Version 1. Appends what the provider said of payments to shard SHARD. One atomic step, all keys under the shard's hash tag.
--
-- The shard's number above makes this text, and so its SHA, the shard's own: as the append script it is loaded by lease holders
-- alone, after they have verified this Redis process.
--
-- KEYS: 1 request stream, 2 verified marker, then per payment where its last entry stands
-- ARGV: 1 how long a last entry is known (ms), 2 schema version, 3 customer, 4 type, then per payment: the entry's id, session,
--       digest, payload
-- Returns a letter per payment: "A" appended; "W" its last entry is not decided yet.
-- Without memory and with a full backlog too: there is one entry a payment at most, and money waits for it.
if redis.call('EXISTS', KEYS[2]) == 0 then
  return redis.error_reply('UNVERIFIED no lease holder has verified this data yet')
end
local answers = {}
for i = 1, #KEYS - 2 do
  local key, a = KEYS[i + 2], 5 + (i - 1) * 4
  local last = redis.call('GET', key)
  if last and #redis.call('XRANGE', KEYS[1], last, last) > 0 then
    redis.call('PEXPIRE', key, ARGV[1])
    answers[i] = 'W'
  else
    local entry = redis.call('XADD', KEYS[1], '*', 'v', ARGV[2], 'type', ARGV[4], 'id', ARGV[a], 'session', ARGV[a + 1],
      'customer', ARGV[3], 'digest', ARGV[a + 2], 'payload', ARGV[a + 3])
    redis.call('SET', key, entry, 'PX', ARGV[1])
    answers[i] = 'A'
  end
end
return answers
