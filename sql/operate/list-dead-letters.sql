-- The requests since @since (UTC; a day ago) that could not be decided, whose they were and why, newest first.

SET @since = COALESCE(@since, UTC_TIMESTAMP(3) - INTERVAL 1 DAY);

SELECT
  dead_letter.shard, dead_letter.number, dead_letter.decided_at,
  outcome.entry, outcome.request_id, outcome.session, outcome.customer, outcome.type,
  dead_letter.error
FROM dead_letter
LEFT JOIN outcome ON outcome.shard = dead_letter.shard AND outcome.number = dead_letter.number
  AND outcome.first_number = (
    SELECT MAX(slice.first_number) FROM slice
    WHERE slice.shard = dead_letter.shard AND slice.first_number <= dead_letter.number)
WHERE dead_letter.decided_at >= CAST(@since AS DATETIME(3))
ORDER BY dead_letter.decided_at DESC, dead_letter.shard, dead_letter.number DESC;
