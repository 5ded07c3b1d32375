#!lua flags=allow-oom
-- Version 1. Appends pulses to shard SHARD: entries by which only time enters a session. One atomic step, all keys under the
-- shard's hash tag.
--
-- The shard's number above makes this text, and so its SHA, the shard's own: as the append script it is loaded by lease holders
-- alone, after they have verified this Redis process.
--
-- KEYS: 1 request stream, 2 verified marker, then per session where the entry of its last pulse stands
-- ARGV: 1 the database's clock (ms; empty if it is not known precisely), 2 how long a last pulse is known (ms), 3 schema version,
--       4 customer, 5 type, 6 payload, then per session: when it is due (ms), and the entry's id, session, digest
-- Returns a letter per session: "A" appended; "W" its last pulse is not decided yet; "E" not due by this server's clock, by which
-- the entry would be judged.
-- While the clocks are over a second apart entries are judged by the database's, which has said that the session is due.
-- Without memory and with a full backlog too: there is one entry a session at most, and what it ends gives seats back.
if redis.call('EXISTS', KEYS[2]) == 0 then
  return redis.error_reply('UNVERIFIED no lease holder has verified this data yet')
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local apart = ARGV[1] ~= '' and math.abs(now - ARGV[1]) > 1000
local answers = {}
for i = 1, #KEYS - 2 do
  local key, a = KEYS[i + 2], 7 + (i - 1) * 4
  local last = redis.call('GET', key)
  if last and #redis.call('XRANGE', KEYS[1], last, last) > 0 then
    answers[i] = 'W'
  elseif not apart and now < tonumber(ARGV[a]) then
    answers[i] = 'E'
  else
    local entry = redis.call('XADD', KEYS[1], '*', 'v', ARGV[3], 'type', ARGV[5], 'id', ARGV[a + 1], 'session', ARGV[a + 2],
      'customer', ARGV[4], 'digest', ARGV[a + 3], 'payload', ARGV[6])
    redis.call('SET', key, entry, 'PX', ARGV[2])
    answers[i] = 'A'
  end
end
return answers
