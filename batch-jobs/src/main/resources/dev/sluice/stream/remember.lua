#!lua flags=allow-oom
-- Writes what is to be remembered of request ids into a half of their memory.
--
-- KEYS: 1 state of the ids, which is not touched; the hashes' names begin with it, 2 token of the verification that goes on
-- ARGV: 1 token of the verification that this is for, 2 the half and 3 its number of hashes, 4 another half and 5 its number of
--       hashes (0: none), then per id: hashed session and id, and what is remembered of it
-- With another half an id that is remembered in either stays as it is.
-- Without memory too: it is bounded, and draining, which begins behind it, is what gives memory.
-- Returns how many were not remembered in the half before; -1 if another verification has begun, and nothing is written.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return -1
end
local function hash_of(half, buckets, key)
  local b1, b2, b3 = string.byte(key, 1, 3)
  return KEYS[1] .. ':' .. half .. ':' .. (b1 * 65536 + b2 * 256 + b3) % buckets
end
local added = 0
for i = 6, #ARGV, 2 do
  local hash = hash_of(ARGV[2], ARGV[3], ARGV[i])
  if ARGV[4] == '0' then
    added = added + redis.call('HSET', hash, ARGV[i], ARGV[i + 1])
  elseif redis.call('HEXISTS', hash_of(ARGV[4], ARGV[5], ARGV[i]), ARGV[i]) == 0 then
    added = added + redis.call('HSETNX', hash, ARGV[i], ARGV[i + 1])
  end
end
return added
