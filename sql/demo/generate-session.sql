-- Makes one session on sale, with a venue, a hall and a show of its own, of the shape that these user variables give. All may be
-- left unset. @session: its id as text. @shard: 0. @sections: 4, at most 702. @rows: 20. @seats_per_row: 25. @grades: 4, the first
-- so many of PLATINUM, GOLD, SILVER, BRONZE, dearest first and spread evenly over the sections. @general_admission: 0; if 1, all
-- @rows times @seats_per_row places of a section are one row. @title. @seats_per_customer_max: 8. @hold_seconds: 600. @opens_at:
-- an hour ago. @closes_at: 30 days after that. Instants are text in UTC. A hall has at most a million places.
-- Afterwards @generated_session is the session's id, and the variables above are NULL again, so that the next run on this
-- connection starts from the defaults. A session that exists already is left as it is.

SET @generated_session = LOWER(COALESCE(@session, UUID()));
SET @shard = CAST(COALESCE(@shard, 0) AS SIGNED);
SET @sections = CAST(COALESCE(@sections, 4) AS SIGNED);
SET @rows = CAST(COALESCE(@rows, 20) AS SIGNED);
SET @seats_per_row = CAST(COALESCE(@seats_per_row, 25) AS SIGNED);
SET @grades = LEAST(CAST(COALESCE(@grades, 4) AS SIGNED), @sections, 4);
SET @general_admission = CAST(COALESCE(@general_admission, 0) AS SIGNED);
SET @title = COALESCE(@title, 'Generated show');
SET @seats_per_customer_max = CAST(COALESCE(@seats_per_customer_max, 8) AS SIGNED);
SET @hold_seconds = CAST(COALESCE(@hold_seconds, 600) AS SIGNED);
SET @opens_at = COALESCE(@opens_at, UTC_TIMESTAMP(3) - INTERVAL 1 HOUR);
SET @closes_at = COALESCE(@closes_at, CAST(@opens_at AS DATETIME(3)) + INTERVAL 30 DAY);

-- The ids of what belongs to the session follow from its id, so that a run that was cut off can be repeated.
SET @session_id = UNHEX(REPLACE(@generated_session, '-', ''));
SET @venue_id = UNHEX(LEFT(SHA2(CONCAT('venue of ', @generated_session), 256), 32));
SET @hall_id = UNHEX(LEFT(SHA2(CONCAT('hall of ', @generated_session), 256), 32));
SET @show_id = UNHEX(LEFT(SHA2(CONCAT('show of ', @generated_session), 256), 32));

INSERT INTO venue (id, name, city, time_zone)
SELECT @venue_id, CONCAT('Venue of ', @title), 'Vienna', 'Europe/Vienna' FROM (SELECT 1) AS once
WHERE NOT EXISTS (SELECT 1 FROM venue WHERE venue.id = @venue_id);

INSERT INTO hall (id, venue_id, name)
SELECT @hall_id, @venue_id, CONCAT(@sections, ' sections, ', @rows, ' rows of ', @seats_per_row) FROM (SELECT 1) AS once
WHERE NOT EXISTS (SELECT 1 FROM hall WHERE hall.id = @hall_id);

INSERT INTO `show` (id, title, `cast`, category)
SELECT @show_id, @title, '', 'Generated' FROM (SELECT 1) AS once
WHERE NOT EXISTS (SELECT 1 FROM `show` WHERE `show`.id = @show_id);

-- The ordinal is counted, and says section, row and seat. It is put together from digits, since a recursion would stop at the
-- server's limit; the conditions on single digits only keep the join small.
SET @places_per_section = @rows * @seats_per_row;
SET @places_per_row = IF(@general_admission, @places_per_section, @seats_per_row);
SET @places = @sections * @places_per_section;

INSERT INTO seat (hall_id, ordinal, label, section, row_label, seat_number, general_admission)
WITH
digit (n) AS (
  SELECT 0 UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9
),
counter (n) AS (
  SELECT d0.n + 10 * d1.n + 100 * d2.n + 1000 * d3.n + 10000 * d4.n + 100000 * d5.n
  FROM digit AS d0 CROSS JOIN digit AS d1 CROSS JOIN digit AS d2 CROSS JOIN digit AS d3 CROSS JOIN digit AS d4 CROSS JOIN digit AS d5
  WHERE 1000 * d3.n < @places AND 10000 * d4.n < @places AND 100000 * d5.n < @places
),
place (ordinal, section, row_number_in_section, seat_number) AS (
  SELECT
    counter.n,
    CONCAT(
      IF(counter.n DIV @places_per_section < 26, '', CHAR(64 + counter.n DIV @places_per_section DIV 26 USING utf8mb4)),
      CHAR(65 + counter.n DIV @places_per_section MOD 26 USING utf8mb4)),
    1 + counter.n MOD @places_per_section DIV @places_per_row,
    1 + counter.n MOD @places_per_row
  FROM counter
  WHERE counter.n < @places
)
SELECT
  @hall_id,
  place.ordinal,
  CONCAT(place.section, '-', place.row_number_in_section, '-', place.seat_number),
  place.section,
  place.row_number_in_section,
  place.seat_number,
  @general_admission
FROM place
WHERE NOT EXISTS (SELECT 1 FROM seat WHERE seat.hall_id = @hall_id);

-- A shard without a row has no drain: its id is read from there, so that the statement fails instead of selling into nowhere.
INSERT INTO session (
  id, show_id, hall_id, shard, starts_at, sale_opens_at, sale_closes_at,
  currency, hold_seconds, seats_per_customer_max, ladder, policy_version)
SELECT
  @session_id, @show_id, @hall_id, (SELECT shard.id FROM shard WHERE shard.id = @shard),
  GREATEST(CAST(@closes_at AS DATETIME(3)), UTC_TIMESTAMP(3)) + INTERVAL 1 DAY, @opens_at, @closes_at,
  'EUR', @hold_seconds, @seats_per_customer_max, 'WITHOUT_ORPHANS,ADJACENT,SAME_SECTION,SPLIT', 1
FROM (SELECT 1) AS once
WHERE NOT EXISTS (SELECT 1 FROM session WHERE session.id = @session_id);

INSERT INTO session_price (session_id, grade, position, amount)
SELECT @session_id, price.grade, price.position, price.amount
FROM (
  SELECT 'PLATINUM' AS grade, 0 AS position, 15000 AS amount
  UNION ALL SELECT 'GOLD', 1, 12000
  UNION ALL SELECT 'SILVER', 2, 8000
  UNION ALL SELECT 'BRONZE', 3, 4500
) AS price
WHERE price.position < @grades
AND NOT EXISTS (SELECT 1 FROM session_price WHERE session_price.session_id = @session_id);

INSERT INTO session_section (session_id, section, grade)
SELECT @session_id, ranked.section, session_price.grade
FROM (
  SELECT hall_section.section, ROW_NUMBER() OVER (ORDER BY hall_section.first_ordinal) - 1 AS place
  FROM (SELECT section, MIN(ordinal) AS first_ordinal FROM seat WHERE hall_id = @hall_id GROUP BY section) AS hall_section
) AS ranked
JOIN session_price ON session_price.session_id = @session_id AND session_price.position = ranked.place * @grades DIV @sections
WHERE NOT EXISTS (SELECT 1 FROM session_section WHERE session_section.session_id = @session_id);

SET @session = NULL, @shard = NULL, @sections = NULL, @rows = NULL, @seats_per_row = NULL, @grades = NULL,
  @general_admission = NULL, @title = NULL, @seats_per_customer_max = NULL, @hold_seconds = NULL,
  @opens_at = NULL, @closes_at = NULL;
