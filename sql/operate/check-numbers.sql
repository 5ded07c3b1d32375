-- Breaches of I4: gaps and overlaps of numbers, entries or instants between a shard's slices, a shard's row that is not where its
-- last slice is, and publications ahead of the shard; nothing comes back if all is well.

WITH linked AS (
  SELECT
    slice.shard, slice.first_number, slice.last_number, slice.first_entry, slice.last_entry, slice.decided_at, slice.hash,
    LAG(slice.last_number) OVER (PARTITION BY slice.shard ORDER BY slice.first_number) AS previous_number,
    LAG(slice.last_entry) OVER (PARTITION BY slice.shard ORDER BY slice.first_number) AS previous_entry,
    LAG(slice.decided_at) OVER (PARTITION BY slice.shard ORDER BY slice.first_number) AS previous_decided_at,
    LEAD(slice.first_number) OVER (PARTITION BY slice.shard ORDER BY slice.first_number) AS next_number
  FROM slice
)
SELECT 'number does not follow on the previous slice''s' AS breach, linked.shard, linked.first_number AS number
FROM linked WHERE linked.first_number <> linked.previous_number + 1
UNION ALL
SELECT 'entry not after the previous slice''s', linked.shard, linked.first_number
FROM linked WHERE linked.first_entry <= linked.previous_entry OR linked.last_entry < linked.first_entry
UNION ALL
SELECT 'decided before the previous slice', linked.shard, linked.first_number
FROM linked WHERE linked.decided_at < linked.previous_decided_at
UNION ALL
SELECT 'shard is not where its last slice is', linked.shard, linked.last_number
FROM linked
JOIN shard ON shard.id = linked.shard
WHERE linked.next_number IS NULL
AND (
  shard.last_number <> linked.last_number
  OR shard.watermark <> linked.last_entry
  OR shard.last_decided_at <> linked.decided_at
  OR shard.last_hash <> linked.hash)
UNION ALL
SELECT 'slices without a shard', linked.shard, linked.first_number
FROM linked LEFT JOIN shard ON shard.id = linked.shard
WHERE shard.id IS NULL AND linked.next_number IS NULL
UNION ALL
SELECT 'published more than was decided', publication.shard, publication.number
FROM publication JOIN shard ON shard.id = publication.shard
WHERE publication.number > shard.last_number
UNION ALL
-- Who deletes old slices must stop at what is published.
SELECT 'purged before it was published', linked.shard, linked.first_number
FROM linked JOIN publication ON publication.shard = linked.shard
WHERE linked.previous_number IS NULL AND linked.first_number > publication.number + 1;
