-- Appends requests to shard %d, in order, or says why not. One atomic step, all keys under the shard's hash tag.
--
-- The shard's number above makes this text, and so its SHA, the shard's own: a lease holder loads it into a Redis process after
-- verifying that process' data for the shard, intakes call it by SHA only. A Redis that came back unverified answers NOSCRIPT;
-- one that was emptied under us has lost KEYS[2].
--
-- KEYS: 1 request stream, 2 verified marker, then one per request: what is remembered of its id; then, if the caller wants them
--       kept, one per request: list of its customer's recent requests, newest first, as "session id"
-- ARGV: 1 backlog limit (entries), 2 limit of the oldest entry's age (ms), 3 retention of ids (s), 4 schema version,
--       then six per request: id, session, customer, type, digest, payload
-- Returns one text per request: what is remembered of it, after "A " if this call appended it, after "R " if an earlier one
-- did (the caller compares the digests), or "F" if the backlog is full or its oldest entry has waited too long.
if redis.call('EXISTS', KEYS[2]) == 0 then
  return redis.error_reply('UNVERIFIED no lease holder has verified this data yet')
end
local limit, retention = tonumber(ARGV[1]), tonumber(ARGV[3])
local count = (#ARGV - 4) / 6
-- Redis takes nothing back when a script fails: what would make SET fail after XADD has to be found before it, or an entry stands
-- in the stream whose id nobody remembers, and a repeat is a second one.
if not limit or not retention or retention < 1 or retention %% 1 ~= 0 or count %% 1 ~= 0 or #KEYS < 2 + count then
  return redis.error_reply('ERR keys and arguments do not fit each other: nothing is appended')
end
local backlog = redis.call('XLEN', KEYS[1])
if backlog > 0 then
  local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1][1]
  local now = redis.call('TIME')
  if now[1] * 1000 + now[2] / 1000 - tonumber(string.match(oldest, '^%%d+')) > tonumber(ARGV[2]) then
    limit = 0
  end
end
local replies = {}
for i = 1, count do
  local key, recent, a = KEYS[2 + i], KEYS[2 + count + i], 4 + (i - 1) * 6
  local remembered = redis.call('GET', key)
  if remembered then
    replies[i] = 'R ' .. remembered
  elseif backlog >= limit then
    replies[i] = 'F'
  else
    local entry = redis.call('XADD', KEYS[1], '*', 'v', ARGV[4], 'type', ARGV[a + 4], 'id', ARGV[a + 1],
      'session', ARGV[a + 2], 'customer', ARGV[a + 3], 'digest', ARGV[a + 5], 'payload', ARGV[a + 6])
    backlog = backlog + 1
    remembered = entry .. ' ' .. ARGV[a + 5] .. ' ' .. ARGV[a + 3] .. ' ' .. backlog
    redis.call('SET', key, remembered, 'EX', retention)
    if recent then
      -- The list is cut at twice its length, so that most calls do not cut.
      if redis.call('LPUSH', recent, ARGV[a + 2] .. ' ' .. ARGV[a + 1]) > 100 then
        redis.call('LTRIM', recent, 0, 49)
      end
      redis.call('EXPIRE', recent, retention)
    end
    replies[i] = 'A ' .. remembered
  end
end
return replies
