-- Writes what is to be remembered of request ids into a half of their memory.
--
-- KEYS: 1 state of the ids, which is not touched; the hashes' names begin with it
-- ARGV: 1 the half and 2 its number of hashes, 3 another half and 4 its number of hashes (0: none), then per id: hashed session and
--       id, and what is remembered of it
-- With another half an id that is remembered in either stays as it is.
-- Returns how many were not remembered in the half before.
local function hash_of(half, buckets, key)
  local b1, b2, b3 = string.byte(key, 1, 3)
  return KEYS[1] .. ':' .. half .. ':' .. (b1 * 65536 + b2 * 256 + b3) % buckets
end
local added = 0
for i = 5, #ARGV, 2 do
  local hash = hash_of(ARGV[1], ARGV[2], ARGV[i])
  if ARGV[3] == '0' then
    added = added + redis.call('HSET', hash, ARGV[i], ARGV[i + 1])
  elseif redis.call('HEXISTS', hash_of(ARGV[3], ARGV[4], ARGV[i]), ARGV[i]) == 0 then
    added = added + redis.call('HSETNX', hash, ARGV[i], ARGV[i + 1])
  end
end
return added
