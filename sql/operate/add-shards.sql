-- Adds the shards that are missing below @shards, the number wanted, as in SET @shards = 8; there is no way to take one away,
-- since a session stays on its shard for ever. Existing sessions do not move: only new ones use the new shards.

SET @shards = CAST(COALESCE(@shards, 0) AS SIGNED);

INSERT INTO shard (id, fence, watermark, last_number, last_decided_at, last_hash)
WITH digit (n) AS (
  SELECT 0 UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9
)
SELECT
  ones.n + 10 * tens.n + 100 * hundreds.n, 0, UNHEX(REPEAT('00', 16)), 0, '1970-01-01 00:00:00.000', UNHEX(REPEAT('00', 32))
FROM digit AS ones CROSS JOIN digit AS tens CROSS JOIN digit AS hundreds
WHERE ones.n + 10 * tens.n + 100 * hundreds.n < @shards
AND NOT EXISTS (SELECT 1 FROM shard WHERE shard.id = ones.n + 10 * tens.n + 100 * hundreds.n);

INSERT INTO publication (shard, fence, number)
SELECT shard.id, 0, 0 FROM shard
WHERE NOT EXISTS (SELECT 1 FROM publication WHERE publication.shard = shard.id);
