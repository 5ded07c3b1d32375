-- What was decided in each minute since @since (UTC; an hour ago), by kind and reason, and how large the slices were.

SET @since = COALESCE(@since, UTC_TIMESTAMP(3) - INTERVAL 1 HOUR);

SELECT
  DATE_FORMAT(outcome.decided_at, '%Y-%m-%d %H:%i') AS minute,
  outcome.kind,
  outcome.reason,
  COUNT(*) AS outcomes,
  COUNT(DISTINCT outcome.shard) AS shards
FROM outcome
WHERE outcome.decided_at >= CAST(@since AS DATETIME(3))
GROUP BY minute, outcome.kind, outcome.reason
ORDER BY minute, outcomes DESC, outcome.kind, outcome.reason;

SELECT
  DATE_FORMAT(slice.decided_at, '%Y-%m-%d %H:%i') AS minute,
  slice.shard,
  COUNT(*) AS slices,
  SUM(slice.drained) AS drained,
  MAX(slice.drained) AS drained_max,
  ROUND(AVG(slice.load_micros) / 1000, 1) AS load_ms,
  ROUND(AVG(slice.decide_micros) / 1000, 1) AS decide_ms,
  ROUND(AVG(slice.apply_micros) / 1000, 1) AS apply_ms
FROM slice
WHERE slice.decided_at >= CAST(@since AS DATETIME(3))
GROUP BY minute, slice.shard
ORDER BY minute, slice.shard;
