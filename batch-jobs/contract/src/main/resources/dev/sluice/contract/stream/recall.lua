#!lua flags=no-writes
-- What is remembered of request ids, in whatever form; changes nothing, so anybody may send it.
--
-- KEYS: 1 state of the ids: the words of IdMemory
-- ARGV: 1 what the keys of versions 1 and 2 of the append script begin with, then two per id: hashed session and id, and session
--       and id as the older keys have them
-- Returns what is remembered of each, or nothing.
local state = redis.call('GET', KEYS[1])
local young, youngBuckets, old, oldBuckets, older
if state then
  young, youngBuckets, old, oldBuckets, older = string.match(state, '^(%d+) (%d+) %S+ %d+ (%d+) (%d+) .* (%d+) %d+$')
end
local function find(half, buckets, key)
  local b1, b2, b3 = string.byte(key, 1, 3)
  return redis.call('HGET', KEYS[1] .. ':' .. half .. ':' .. (b1 * 65536 + b2 * 256 + b3) % buckets, key)
end
local replies = {}
for i = 2, #ARGV, 2 do
  replies[i / 2] = older ~= '0' and redis.call('GET', ARGV[1] .. ARGV[i + 1])
    or young and find(young, youngBuckets, ARGV[i])
    or old and old ~= '0' and find(old, oldBuckets, ARGV[i])
end
return replies
