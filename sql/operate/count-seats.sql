-- How many seats of each session are free, held and sold, how many holds are over but not yet expired, and what was sold.

SELECT
  LOWER(HEX(session.id)) AS session,
  `show`.title,
  session.starts_at,
  session.shard,
  COALESCE(offered.seats, 0) AS seats,
  COALESCE(offered.seats, 0) - COALESCE(taken.held, 0) - COALESCE(taken.sold, 0) AS free,
  COALESCE(taken.held, 0) AS held,
  COALESCE(taken.sold, 0) AS sold,
  COALESCE(money.due, 0) AS holds_over,
  COALESCE(money.sold_amount, 0) AS sold_amount,
  session.currency
FROM session
JOIN `show` ON `show`.id = session.show_id
LEFT JOIN (
  SELECT session.id, COUNT(*) AS seats
  FROM session
  JOIN session_section ON session_section.session_id = session.id
  JOIN seat ON seat.hall_id = session.hall_id AND seat.section = session_section.section
  GROUP BY session.id
) AS offered ON offered.id = session.id
LEFT JOIN (
  SELECT reservation_seat.session_id, SUM(reservation.status IN (1, 5)) AS held, SUM(reservation.status = 2) AS sold
  FROM reservation_seat
  JOIN reservation
    ON reservation.session_id = reservation_seat.session_id
    AND reservation.id = reservation_seat.reservation_id
  GROUP BY reservation_seat.session_id
) AS taken ON taken.session_id = session.id
LEFT JOIN (
  SELECT
    reservation.session_id,
    SUM(reservation.status = 1 AND reservation.hold_expires_at <= UTC_TIMESTAMP(3)) AS due,
    SUM(IF(reservation.status = 2, reservation.amount, 0)) AS sold_amount
  FROM reservation
  WHERE reservation.status IN (1, 2)
  GROUP BY reservation.session_id
) AS money ON money.session_id = session.id
ORDER BY session.starts_at, session.id;
