#!lua flags=allow-oom
-- Lets go of hashes of a half that is forgotten, or of the counts of its customers.
--
-- KEYS: 1 state of the ids, which is not touched; the hashes' names begin with it
-- ARGV: 1 the half, 2 the first hash, 3 the hash behind the last one
redis.call('UNLINK', KEYS[1] .. ':' .. ARGV[1] .. ':customers')
for bucket = ARGV[2], ARGV[3] - 1 do
  redis.call('UNLINK', KEYS[1] .. ':' .. ARGV[1] .. ':' .. bucket)
end
