-- Breaches of I8: slices since @since (UTC; a day ago) whose counts are not those of the outcomes in them, sessions where
-- a seat is taken that is not on sale, and reservations that wait without a row in waiter, or the other way round; nothing comes back if
-- all is well.

SET @since = COALESCE(@since, UTC_TIMESTAMP(3) - INTERVAL 1 DAY);

SELECT 'counts differ from the outcomes' AS breach, counted.*
FROM (
  SELECT
    slice.shard,
    slice.first_number,
    slice.last_number,
    slice.granted - COALESCE(SUM(outcome.entry IS NOT NULL
      AND outcome.kind NOT IN ('WAITLISTED', 'REJECTED', 'DUPLICATE', 'DEAD_LETTERED', 'PULSED', 'CAPTURED', 'DECLINED', 'REFUND_OWED',
        'SETTLED_BEFORE')), 0) AS granted_off_by,
    slice.waitlisted - COALESCE(SUM(outcome.kind = 'WAITLISTED'), 0) AS waitlisted_off_by,
    slice.rejected - COALESCE(SUM(outcome.kind = 'REJECTED'), 0) AS rejected_off_by,
    slice.duplicates - COALESCE(SUM(outcome.kind = 'DUPLICATE'), 0) AS duplicates_off_by,
    slice.dead_lettered - COALESCE(SUM(outcome.kind = 'DEAD_LETTERED'), 0) AS dead_lettered_off_by,
    slice.system_entries - COALESCE(SUM(outcome.kind IN ('PULSED', 'CAPTURED', 'DECLINED', 'REFUND_OWED', 'SETTLED_BEFORE')), 0) AS system_entries_off_by,
    slice.transitions - COALESCE(SUM(outcome.entry IS NULL), 0) AS transitions_off_by,
    slice.drained + slice.transitions - COUNT(outcome.number) AS numbers_off_by
  FROM slice
  LEFT JOIN outcome ON outcome.shard = slice.shard AND outcome.first_number = slice.first_number
  WHERE slice.decided_at >= CAST(@since AS DATETIME(3))
  GROUP BY slice.shard, slice.first_number
) AS counted
WHERE counted.granted_off_by <> 0 OR counted.waitlisted_off_by <> 0 OR counted.rejected_off_by <> 0
OR counted.duplicates_off_by <> 0 OR counted.dead_lettered_off_by <> 0 OR counted.system_entries_off_by <> 0 OR counted.transitions_off_by <> 0
OR counted.numbers_off_by <> 0;

SELECT 'taken, but not on sale' AS breach, LOWER(HEX(session.id)) AS session, seat.label
FROM reservation_seat
JOIN session ON session.id = reservation_seat.session_id
LEFT JOIN seat ON seat.hall_id = session.hall_id AND seat.ordinal = reservation_seat.seat
LEFT JOIN session_section ON session_section.session_id = session.id AND session_section.section = seat.section
WHERE session_section.section IS NULL;

-- 6 is WAITING. Those of a session are loaded by waiter alone: without its row one would wait for ever.
SELECT 'waits, but not in waiter' AS breach, LOWER(HEX(reservation.session_id)) AS session, LOWER(HEX(reservation.id)) AS reservation
FROM session
JOIN reservation ON reservation.session_id = session.id AND reservation.status = 6
LEFT JOIN waiter ON waiter.session_id = reservation.session_id AND waiter.id = reservation.id
WHERE waiter.id IS NULL
UNION ALL
SELECT 'in waiter, but does not wait', LOWER(HEX(waiter.session_id)), LOWER(HEX(waiter.id))
FROM waiter
LEFT JOIN reservation ON reservation.session_id = waiter.session_id AND reservation.id = waiter.id
WHERE COALESCE(reservation.status, 0) <> 6;
