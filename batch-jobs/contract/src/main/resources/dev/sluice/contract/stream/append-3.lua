-- Version 3. Appends requests to shard %d, in order, or says why not. One atomic step, all keys under the shard's hash tag.
--
-- The shard's number above makes this text, and so its SHA, the shard's own: a lease holder loads it into a Redis process after
-- verifying that process' data for the shard, intakes call it by SHA only. A Redis that came back unverified answers NOSCRIPT;
-- one that was emptied under us has lost KEYS[3], and one that only an older version has verified has no KEYS[2].
--
-- Ids are remembered in two halves, each a number of hashes small enough to be kept without any index: 16 bytes of a hash of
-- session and id, and 38 bytes for what is remembered. New ones go into the young half. Once that is full the old half is
-- forgotten whole and the young one is the old one; but only if the old one is empty or the index in the database has it. While
-- it has not, the young half grows: no request is refused for it. KEYS[2] has the state of this, the words of IdMemory.
--
-- KEYS: 1 request stream, 2 state of the ids, 3 verified marker, 4 there while the oldest entry need not be looked at again
-- ARGV: 1 backlog limit (entries), 2 limit of the oldest entry's age (ms), 3 schema version, 4 what the lists of customers' recent
--       requests begin with (empty: none are kept), 5 how long such a list is kept (ms), 6 what the keys of versions 1 and 2 begin
--       with, then nine per request: hashed session and id, digest and owner (24 bytes), session and id (32 bytes), and the entry's
--       id, session, customer, type, digest, payload
-- Returns one text per request: "A" and what is remembered of it if this call appended it, "R" and the same if an earlier one did
-- (the caller compares the digests); or "F entries" if the backlog is full, "F age" if its oldest entry has waited too long,
-- "F customer" if too many of the ids are the customer's. A repeat is answered as one whatever the limits: with a limit of 0 this
-- only looks.
-- An entry gets the field "lookup" if its id may have been forgotten before its retention was over: the index is asked for it.
local state, verified = unpack(redis.call('MGET', KEYS[2], KEYS[3]))
if not state or not verified then
  return redis.error_reply(verified
    and 'NOSCRIPT only a lease holder of an older version has verified this data'
    or 'UNVERIFIED no lease holder has verified this data yet')
end
local young, youngBuckets, began, remembered, old, oldBuckets, oldBegan, indexed, forgotten, dropped, rememberedMax, buckets,
  unit, customerMax, retention, olderRead, olderWritten = string.match(state, '^(%%d+) (%%d+) (%%S+) (%%d+) (%%d+) (%%d+) (%%S+)'
    .. ' (%%d+) (%%d+) (%%S+) (%%d+) (%%d+) (%%d+) (%%d+) (%%d+) (%%d+) (%%d+)$')
local limit, count = tonumber(ARGV[1]), (#ARGV - 6) / 9
-- Redis takes nothing back when a script fails: what could fail behind a write has to be found before the first one.
if not young or not limit or not tonumber(ARGV[2]) or not tonumber(ARGV[5]) or count %% 1 ~= 0 or #KEYS ~= 4 then
  return redis.error_reply('ERR state, keys and arguments do not fit each other: nothing is appended')
end
if tonumber(retention) <= tonumber(ARGV[2]) then
  return redis.error_reply('ERR ids are forgotten while their requests wait: sluice.ids.retention must exceed the age limit')
end
local backlog = redis.call('XLEN', KEYS[1])
-- Reading an entry and the clock costs as much as appending a request: four times a second is enough.
local unseen = backlog > 0 and redis.call('EXISTS', KEYS[4]) == 0
local now = 0
if unseen or forgotten ~= '0' or olderRead ~= '0' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + time[2] / 1000
end
local full = 'F entries'
if unseen then
  local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1][1]
  if now - string.match(oldest, '^%%d+') > tonumber(ARGV[2]) then
    limit, full = 0, 'F age'
  else
    -- Without memory it is looked at every time: repeats are answered then, too.
    redis.pcall('SET', KEYS[4], '', 'PX', 250)
  end
end
remembered = tonumber(remembered)
if backlog < limit and remembered >= tonumber(rememberedMax) and (old == '0' or indexed == old) then
  if old ~= '0' then
    forgotten = string.match(began, '^%%d+')
    dropped = (dropped == '-' and '' or dropped .. ',') .. old .. ':' .. oldBuckets
  end
  old, oldBuckets, oldBegan = young, youngBuckets, began
  young, youngBuckets, began, remembered = young + 1, buckets, '-', 0
end
local lookup = {}
if forgotten ~= '0' and now - forgotten < tonumber(retention) then
  lookup = {'lookup', '1'}
end
local readsOlder = now < tonumber(olderRead)
local writesOlder = olderWritten - now
youngBuckets, oldBuckets, unit, customerMax = tonumber(youngBuckets), tonumber(oldBuckets), tonumber(unit), tonumber(customerMax)
local inYoung, inOld = KEYS[2] .. ':' .. young .. ':', old ~= '0' and KEYS[2] .. ':' .. old .. ':'
local call, byte, pack = redis.call, string.byte, struct.pack
local replies = {}
local appended, ms, sequence = 0
for i = 1, count do
  local a = 7 + (i - 1) * 9
  local key, id, session, customer = ARGV[a], ARGV[a + 3], ARGV[a + 4], ARGV[a + 5]
  local b1, b2, b3 = byte(key, 1, 3)
  local place = b1 * 65536 + b2 * 256 + b3
  local bucket = inYoung .. place %% youngBuckets
  local known = readsOlder and call('GET', ARGV[6] .. session .. ':' .. id)
    or inOld and call('HGET', inOld .. place %% oldBuckets, key)
  local waiting = math.min(backlog + 1, 16777215)
  -- Behind an entry of this call the next one's id is known, so that it can be remembered before it is appended.
  local value = not known and ms and backlog < limit and ARGV[a + 1] .. pack('>I6I5I3', ms, sequence + 1, waiting)
  if value then
    known = call('HSETNX', bucket, key, value) == 0 and call('HGET', bucket, key)
  else
    known = known or call('HGET', bucket, key)
  end
  local refused = backlog >= limit and full
  if not known and not refused and ARGV[4] ~= '' then
    local recent = ARGV[4] .. customer
    local listed = call('RPUSH', recent, ARGV[a + 2])
    if listed == 1 then
      call('PEXPIRE', recent, ARGV[5])
    elseif listed > 100 then
      -- Only now are a customer's ids counted: most never send so many. The list is as long as it is until one more is allowed.
      if call('HINCRBY', inYoung .. 'customers', customer, listed - 50) > customerMax then
        call('HINCRBY', inYoung .. 'customers', customer, 50 - listed)
        call('RPOP', recent)
        refused = 'F customer'
      else
        call('LTRIM', recent, -50, -1)
      end
    end
  end
  if known then
    replies[i] = 'R' .. known
  elseif refused then
    if value then
      call('HDEL', bucket, key)
    end
    replies[i] = refused
  else
    local entry = call('XADD', KEYS[1], value and ms .. '-' .. sequence + 1 or '*', 'v', ARGV[3], 'type', ARGV[a + 6], 'id', id,
      'session', session, 'customer', customer, 'digest', ARGV[a + 7], 'payload', ARGV[a + 8], unpack(lookup))
    backlog = backlog + 1
    if value then
      sequence = sequence + 1
    else
      ms, sequence = string.match(entry, '^(%%d+)-(%%d+)$')
      value = ARGV[a + 1] .. pack('>I6I5I3', ms, sequence, waiting)
      call('HSET', bucket, key, value)
    end
    if writesOlder > 0 then
      call('SET', ARGV[6] .. session .. ':' .. id, entry .. ' ' .. ARGV[a + 7] .. ' ' .. customer .. ' ' .. backlog, 'PX',
        math.ceil(writesOlder))
    end
    if began == '-' then
      began = entry
    end
    -- One id of each unit is counted for all of them: by the clock, since a client may choose its ids.
    if (ms + sequence) %% unit == 0 then
      remembered = remembered + unit
    end
    appended = appended + 1
    replies[i] = 'A' .. value
  end
end
if appended > 0 then
  local after = table.concat({young, youngBuckets, began, remembered, old, oldBuckets, oldBegan, indexed, forgotten, dropped,
    rememberedMax, buckets, unit, customerMax, retention, olderRead, olderWritten}, ' ')
  if after ~= state then
    call('SET', KEYS[2], after)
  end
end
return replies
