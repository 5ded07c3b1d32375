-- The story of one request: all that was decided under its id @request, all that later happened to the reservation it made, and
-- what that reservation is now; @session makes it quicker, since without it the journals of all shards are read.

-- Ids are taken with hyphens or, as other queries show them, without.
SET @request_hex = LOWER(REPLACE(@request, '-', ''));
SET @session_hex = LOWER(REPLACE(@session, '-', ''));
SET @request_id = UNHEX(@request_hex);
SET @session_id = UNHEX(@session_hex);
SET @first_shard = COALESCE((SELECT shard FROM session WHERE id = @session_id), -32768);
SET @last_shard = COALESCE((SELECT shard FROM session WHERE id = @session_id), 32767);

SELECT
  outcome.shard, outcome.number, outcome.decided_at, outcome.entry, outcome.request_id, outcome.session, outcome.customer,
  outcome.type, outcome.kind, outcome.reason, outcome.first, outcome.reservation, outcome.amount, outcome.currency, outcome.error
FROM outcome
WHERE outcome.shard BETWEEN @first_shard AND @last_shard
AND @request_hex IN (REPLACE(outcome.request_id, '-', ''), REPLACE(outcome.reservation, '-', ''))
AND (@session_hex IS NULL OR REPLACE(outcome.session, '-', '') = @session_hex)
ORDER BY outcome.shard, outcome.number;

-- The seats that the reservation has, or had last: its column holds ordinals of four bytes.
SELECT
  LOWER(HEX(reservation.session_id)) AS session,
  reservation.customer,
  CASE reservation.status
    WHEN 1 THEN 'HELD' WHEN 2 THEN 'CONFIRMED' WHEN 3 THEN 'CANCELLED' WHEN 4 THEN 'EXPIRED' WHEN 5 THEN 'PAYING'
    WHEN 6 THEN 'WAITING' WHEN 7 THEN 'LEFT' ELSE 'UNKNOWN'
  END AS status,
  reservation.shard, reservation.number, reservation.amount, reservation.currency,
  reservation.hold_expires_at, reservation.decided_at, reservation.changed_at,
  GROUP_CONCAT(seat.label ORDER BY seat.ordinal) AS seats,
  COUNT(reservation_seat.seat) AS seats_taken
FROM reservation
JOIN session ON session.id = reservation.session_id
LEFT JOIN (
  SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5
  UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11
  UNION ALL SELECT 12 UNION ALL SELECT 13 UNION ALL SELECT 14 UNION ALL SELECT 15
) AS place ON place.n < LENGTH(reservation.seats) DIV 4
LEFT JOIN seat
  ON seat.hall_id = session.hall_id
  AND seat.ordinal = CONV(HEX(SUBSTRING(reservation.seats, 4 * place.n + 1, 4)), 16, 10)
LEFT JOIN reservation_seat
  ON reservation_seat.session_id = reservation.session_id
  AND reservation_seat.seat = seat.ordinal
  AND reservation_seat.reservation_id = reservation.id
WHERE reservation.id = @request_id
AND (@session_id IS NULL OR reservation.session_id = @session_id)
GROUP BY reservation.session_id, reservation.id;
