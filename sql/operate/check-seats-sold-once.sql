-- Breaches of I1: seats of live reservations that another one has too, or that reservation_seat does not show, and rows of
-- reservation_seat without a live reservation; nothing comes back if all is well.

WITH
claimed (session_id, reservation_id, seat) AS (
  SELECT
    reservation.session_id,
    reservation.id,
    CAST(CONV(HEX(SUBSTRING(reservation.seats, 4 * place.n + 1, 4)), 16, 10) AS SIGNED)
  FROM reservation
  JOIN (
    SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5
    UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11
    UNION ALL SELECT 12 UNION ALL SELECT 13 UNION ALL SELECT 14 UNION ALL SELECT 15
  ) AS place ON place.n < LENGTH(reservation.seats) DIV 4
  WHERE reservation.status IN (1, 2, 5)
)
SELECT
  'sold more than once' AS breach,
  LOWER(HEX(claimed.session_id)) AS session,
  claimed.seat,
  GROUP_CONCAT(LOWER(HEX(claimed.reservation_id)) ORDER BY claimed.reservation_id) AS reservations
FROM claimed
GROUP BY claimed.session_id, claimed.seat
HAVING COUNT(*) > 1
UNION ALL
SELECT 'reserved, but free in reservation_seat', LOWER(HEX(claimed.session_id)), claimed.seat, LOWER(HEX(claimed.reservation_id))
FROM claimed
LEFT JOIN reservation_seat
  ON reservation_seat.session_id = claimed.session_id
  AND reservation_seat.seat = claimed.seat
  AND reservation_seat.reservation_id = claimed.reservation_id
WHERE reservation_seat.seat IS NULL
UNION ALL
SELECT
  'taken in reservation_seat, but not reserved',
  LOWER(HEX(reservation_seat.session_id)),
  reservation_seat.seat,
  LOWER(HEX(reservation_seat.reservation_id))
FROM reservation_seat
LEFT JOIN claimed
  ON claimed.session_id = reservation_seat.session_id
  AND claimed.seat = reservation_seat.seat
  AND claimed.reservation_id = reservation_seat.reservation_id
WHERE claimed.seat IS NULL;
