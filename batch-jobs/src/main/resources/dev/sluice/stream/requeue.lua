#!lua flags=allow-oom
-- Queues an entry again that stands at or below the watermark though the journal does not hold it: in one step the new entry
-- is appended, the old one goes, and what is remembered of the request id points to the new one.
--
-- KEYS: 1 request stream, 2 state of the ids, which is not touched; the hashes' names begin with it,
--       3 (if the entry has a readable id) its key of versions 1 and 2 of the append script
-- ARGV: 1 the old entry, then if the entry has a readable id: 2 hashed session and id, 3 the old entry as it is remembered (11
--       bytes), 4 digest and owner, 5 what follows the entry in the text of versions 1 and 2,
--       6 the young half and 7 its number of hashes, 8 the old half and 9 its number of hashes (0: none), 10 something if ids
--       were forgotten before their time: then the entry's is to be looked up
-- Without memory too: it adds no more than it removes, and draining is what gives memory.
-- Returns the new entry; nothing if the request stands elsewhere already, or the entry is gone.
local id = ARGV[2]
local function hash_of(half, buckets)
  local b1, b2, b3 = string.byte(id, 1, 3)
  return KEYS[2] .. ':' .. half .. ':' .. (b1 * 65536 + b2 * 256 + b3) % buckets
end
local young = id and hash_of(ARGV[6], ARGV[7])
local old = id and ARGV[8] ~= '0' and hash_of(ARGV[8], ARGV[9])
local remembered = young and redis.call('HGET', young, id) or old and redis.call('HGET', old, id)
local entry = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
if not entry then
  return false
end
redis.call('XDEL', KEYS[1], ARGV[1])
if remembered and string.sub(remembered, 25, 35) ~= ARGV[3] then
  return false
end
local fields, known = entry[2], {}
for i = 1, #fields, 2 do
  known[fields[i]] = true
end
if id and ARGV[10] ~= '' and not known['lookup'] then
  fields[#fields + 1] = 'lookup'
  fields[#fields + 1] = '1'
end
-- When it was accepted goes with it: once, by the first of its ids.
if not known['accepted'] then
  fields[#fields + 1] = 'accepted'
  fields[#fields + 1] = string.match(ARGV[1], '^%d+')
end
local new = redis.call('XADD', KEYS[1], '*', unpack(fields))
if id then
  local ms, sequence = string.match(new, '^(%d+)-(%d+)$')
  -- Into the young half, whose ids stand behind the old one's.
  if old then
    redis.call('HDEL', old, id)
  end
  redis.call('HSET', young, id, ARGV[4] .. struct.pack('>I6I5I3', ms, sequence, 1))
  if redis.call('EXISTS', KEYS[3]) == 1 then
    redis.call('SET', KEYS[3], new .. ' ' .. ARGV[5], 'KEEPTTL')
  end
end
return new
