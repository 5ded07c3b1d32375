-- The shards whose outcomes are not all on Kafka yet or whose drain stopped by itself, with how many outcomes wait and since when.

SELECT
  shard.id AS shard,
  shard.last_number AS decided,
  publication.number AS published,
  shard.last_number - publication.number AS waiting,
  -- Decided at the instant of the first slice that is not published whole.
  (SELECT MIN(slice.decided_at) FROM slice WHERE slice.shard = shard.id AND slice.last_number > publication.number) AS waiting_since,
  shard.fence AS drain_fence,
  publication.fence AS publisher_fence,
  shard.last_decided_at,
  shard.paused_because
FROM shard
LEFT JOIN publication ON publication.shard = shard.id
WHERE publication.number IS NULL
OR publication.number <> shard.last_number
OR shard.paused_because IS NOT NULL
ORDER BY waiting DESC;
