#!lua flags=allow-oom
-- Queues an entry again that stands at or below the watermark though the journal does not hold it: in one step the new entry
-- is appended, the old one goes, and what is remembered of the request id points to the new one.
--
-- KEYS: 1 request stream, 2 (if the entry has a readable id) what is remembered of its id
-- ARGV: 1 the old entry, 2 retention of ids (s), 3 what follows the entry in a remembered request
-- Without memory too: it adds no more than it removes, and draining is what gives memory.
-- Returns the new entry; nothing if the request stands elsewhere already, or the entry is gone.
local remembered = KEYS[2] and redis.call('GET', KEYS[2])
local old = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
if not old then
  return false
end
redis.call('XDEL', KEYS[1], ARGV[1])
if remembered and string.match(remembered, '^%S+') ~= ARGV[1] then
  return false
end
local new = redis.call('XADD', KEYS[1], '*', unpack(old[2]))
if KEYS[2] then
  redis.call('SET', KEYS[2], new .. ' ' .. ARGV[3], 'EX', ARGV[2])
end
return new
