-- Demo data: an arena, a theatre and a general-admission club, five shows and their sessions on shards 0 to 3. Every id is fixed,
-- every row is written only where it is missing, so the file can be run again at any time. Sales are dated from the first run.

SET @arena = UNHEX(REPLACE('b0000000-0000-4000-8000-000000000001', '-', ''));
SET @theatre = UNHEX(REPLACE('b0000000-0000-4000-8000-000000000002', '-', ''));
SET @club = UNHEX(REPLACE('b0000000-0000-4000-8000-000000000003', '-', ''));
SET @tour = UNHEX(REPLACE('c0000000-0000-4000-8000-000000000001', '-', ''));
SET @ice = UNHEX(REPLACE('c0000000-0000-4000-8000-000000000002', '-', ''));
SET @dream = UNHEX(REPLACE('c0000000-0000-4000-8000-000000000003', '-', ''));
SET @orchard = UNHEX(REPLACE('c0000000-0000-4000-8000-000000000004', '-', ''));
SET @quartet = UNHEX(REPLACE('c0000000-0000-4000-8000-000000000005', '-', ''));

-- Text that is not ASCII says its character set and collation, so that the connection's do not matter.
INSERT INTO venue (id, name, city, time_zone)
SELECT planned.id, planned.name, planned.city, planned.time_zone
FROM (
  SELECT UNHEX(REPLACE('a0000000-0000-4000-8000-000000000001', '-', '')) AS id,
         'Harbour Arena' AS name, 'Hamburg' AS city, 'Europe/Berlin' AS time_zone
  UNION ALL
  SELECT UNHEX(REPLACE('a0000000-0000-4000-8000-000000000002', '-', '')), 
         _utf8mb4'Théâtre du Vieux Pont' COLLATE utf8mb4_bin, 'Lyon', 'Europe/Paris'
  UNION ALL
  SELECT UNHEX(REPLACE('a0000000-0000-4000-8000-000000000003', '-', '')), 'Boiler Room 9', 'Porto', 'Europe/Lisbon'
) AS planned
WHERE NOT EXISTS (SELECT 1 FROM venue WHERE venue.id = planned.id);

INSERT INTO hall (id, venue_id, name)
SELECT planned.id, planned.venue_id, planned.name
FROM (
  SELECT @arena AS id, UNHEX(REPLACE('a0000000-0000-4000-8000-000000000001', '-', '')) AS venue_id, 'Main bowl' AS name
  UNION ALL SELECT @theatre, UNHEX(REPLACE('a0000000-0000-4000-8000-000000000002', '-', '')), 'Grande salle'
  UNION ALL SELECT @club, UNHEX(REPLACE('a0000000-0000-4000-8000-000000000003', '-', '')), 'Club'
) AS planned
WHERE NOT EXISTS (SELECT 1 FROM hall WHERE hall.id = planned.id);

-- A block is a run of sections of one shape, best first. Its rows grow by a seat every few rows, as the rows of a bowl do. The
-- ordinal is the place in the order of section, row and seat, and so dense whatever the shapes are.
INSERT INTO seat (hall_id, ordinal, label, section, row_label, seat_number, general_admission)
WITH
digit (n) AS (
  SELECT 0 UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9
),
counter (n) AS (
  SELECT ones.n + 10 * tens.n + 100 * hundreds.n
  FROM digit AS ones CROSS JOIN digit AS tens CROSS JOIN digit AS hundreds
),
block (hall_id, place, name, first_section, section_count, row_count, front_row_seats, rows_to_widen, row_letters, standing) AS (
  SELECT @arena, 1, 'F', 1, 3, 24, 20, 100, 0, 0
  UNION ALL SELECT @arena, 2, 'C', 1, 8, 4, 20, 100, 0, 0
  UNION ALL SELECT @arena, 3, '', 101, 16, 18, 16, 3, 0, 0
  UNION ALL SELECT @arena, 4, '', 201, 20, 20, 16, 3, 0, 0
  UNION ALL SELECT @theatre, 1, 'STALLS', NULL, 1, 22, 20, 2, 1, 0
  UNION ALL SELECT @theatre, 2, 'CIRCLE', NULL, 1, 14, 26, 3, 1, 0
  UNION ALL SELECT @theatre, 3, 'BALCONY', NULL, 1, 10, 26, 100, 1, 0
  UNION ALL SELECT @club, 1, 'FLOOR', NULL, 1, 1, 600, 100, 0, 1
  UNION ALL SELECT @club, 2, 'GALLERY', NULL, 1, 1, 200, 100, 0, 1
),
section_row (hall_id, place, section_index, row_index, section, row_label, seat_count, standing) AS (
  SELECT
    block.hall_id, block.place, sections.n, section_rows.n,
    CONCAT(block.name, COALESCE(block.first_section + sections.n, '')),
    IF(block.row_letters, CHAR(65 + section_rows.n USING utf8mb4), section_rows.n + 1),
    block.front_row_seats + section_rows.n DIV block.rows_to_widen,
    block.standing
  FROM block
  JOIN counter AS sections ON sections.n < block.section_count
  JOIN counter AS section_rows ON section_rows.n < block.row_count
)
SELECT
  section_row.hall_id,
  ROW_NUMBER() OVER (
    PARTITION BY section_row.hall_id
    ORDER BY section_row.place, section_row.section_index, section_row.row_index, seats.n) - 1,
  CONCAT(section_row.section, '-', section_row.row_label, '-', seats.n + 1),
  section_row.section,
  section_row.row_label,
  seats.n + 1,
  section_row.standing
FROM section_row
JOIN counter AS seats ON seats.n < section_row.seat_count
WHERE NOT EXISTS (SELECT 1 FROM seat WHERE seat.hall_id = section_row.hall_id);

INSERT INTO `show` (id, title, `cast`, category)
SELECT planned.id, planned.title, planned.people, planned.category
FROM (
  SELECT @tour AS id, 'Aurora Lanterns: The Long Way Home Tour' AS title,
         _utf8mb4'Aurora Lanterns; Paper Foxes; DJ Zoë Lindqvist' COLLATE utf8mb4_bin AS people, 'Concert' AS category
  UNION ALL SELECT @ice, 'The Snow Queen on Ice', 'Ilse Varga, Tomas Berg and the Northern Ice Ensemble', 'Family'
  UNION ALL SELECT @dream, 'A Midsummer Night''s Dream',
         _utf8mb4'Margot Delacroix (Titania), Félix Amari (Oberon), Noé Saint-Clair (Puck)' COLLATE utf8mb4_bin, 'Theatre'
  UNION ALL SELECT @orchard, 'The Cherry Orchard', 
         _utf8mb4'Hélène Morvan (Ranevskaya), Viktor Sandoz (Lopakhin)' COLLATE utf8mb4_bin, 'Theatre'
  UNION ALL SELECT @quartet, 'Night Bus Quartet', 
         _utf8mb4'Inês Cardoso, Rui Tavares, Bea Monteiro, Paulo Reis' COLLATE utf8mb4_bin, 'Club'
) AS planned
WHERE NOT EXISTS (SELECT 1 FROM `show` WHERE `show`.id = planned.id);

-- The sale of session …402 is not open yet, that of …401 is closed; all the others can be bought.
INSERT INTO session (
  id, show_id, hall_id, shard, starts_at, sale_opens_at, sale_closes_at,
  currency, hold_seconds, seats_per_customer_max, ladder, policy_version)
SELECT
  UNHEX(REPLACE(planned.id, '-', '')), planned.show_id, planned.hall_id, planned.shard,
  planned.starts_at, planned.sale_opens_at, planned.sale_closes_at,
  'EUR', 600, planned.seats_per_customer_max, 'WITHOUT_ORPHANS,ADJACENT,SAME_SECTION,SPLIT', 1
FROM (
  SELECT
    dated.*,
    UTC_TIMESTAMP(3) + INTERVAL dated.opens_in_days DAY AS sale_opens_at,
    IF(dated.closes_in_days IS NULL,
       dated.starts_at - INTERVAL 1 HOUR,
       UTC_TIMESTAMP(3) + INTERVAL dated.closes_in_days DAY) AS sale_closes_at
  FROM (
    SELECT
      listed.*,
      TIMESTAMP(DATE(UTC_TIMESTAMP(3)) + INTERVAL listed.starts_in_days DAY, listed.starts_at_time) AS starts_at
    FROM (
      SELECT 'd0000000-0000-4000-8000-000000000101' AS id, @tour AS show_id, @arena AS hall_id, 0 AS shard,
             60 AS starts_in_days, '18:30:00' AS starts_at_time, -1 AS opens_in_days, NULL AS closes_in_days,
             8 AS seats_per_customer_max
      UNION ALL SELECT 'd0000000-0000-4000-8000-000000000102', @tour, @arena, 1, 61, '18:30:00', -1, NULL, 8
      UNION ALL SELECT 'd0000000-0000-4000-8000-000000000103', @tour, @arena, 2, 62, '18:30:00', -1, NULL, 8
      UNION ALL SELECT 'd0000000-0000-4000-8000-000000000201', @ice, @arena, 3, 90, '13:00:00', -7, NULL, 8
      UNION ALL SELECT 'd0000000-0000-4000-8000-000000000202', @ice, @arena, 0, 90, '17:00:00', -7, NULL, 8
      UNION ALL SELECT 'd0000000-0000-4000-8000-000000000301', @dream, @theatre, 0, 14, '19:00:00', -30, NULL, 8
      UNION ALL SELECT 'd0000000-0000-4000-8000-000000000302', @dream, @theatre, 1, 15, '19:00:00', -30, NULL, 8
      UNION ALL SELECT 'd0000000-0000-4000-8000-000000000303', @dream, @theatre, 2, 16, '14:00:00', -30, NULL, 8
      UNION ALL SELECT 'd0000000-0000-4000-8000-000000000304', @dream, @theatre, 3, 16, '19:00:00', -30, NULL, 8
      UNION ALL SELECT 'd0000000-0000-4000-8000-000000000401', @orchard, @theatre, 1, 3, '19:00:00', -60, -1, 8
      UNION ALL SELECT 'd0000000-0000-4000-8000-000000000402', @orchard, @theatre, 2, 120, '19:00:00', 30, NULL, 8
      UNION ALL SELECT 'd0000000-0000-4000-8000-000000000501', @quartet, @club, 3, 10, '21:30:00', -3, NULL, 4
      UNION ALL SELECT 'd0000000-0000-4000-8000-000000000502', @quartet, @club, 1, 11, '21:30:00', -3, NULL, 4
    ) AS listed
  ) AS dated
) AS planned
WHERE NOT EXISTS (SELECT 1 FROM session WHERE session.id = UNHEX(REPLACE(planned.id, '-', '')));

INSERT INTO session_price (session_id, grade, position, amount)
SELECT session.id, price.grade, price.position, price.amount
FROM session
JOIN (
  SELECT @tour AS show_id, 'PLATINUM' AS grade, 0 AS position, 19500 AS amount
  UNION ALL SELECT @tour, 'GOLD', 1, 12000
  UNION ALL SELECT @tour, 'SILVER', 2, 8500
  UNION ALL SELECT @tour, 'BRONZE', 3, 4900
  UNION ALL SELECT @ice, 'PLATINUM', 0, 8900
  UNION ALL SELECT @ice, 'GOLD', 1, 6900
  UNION ALL SELECT @ice, 'SILVER', 2, 4900
  UNION ALL SELECT @ice, 'BRONZE', 3, 2900
  UNION ALL SELECT @dream, 'GOLD', 0, 7200
  UNION ALL SELECT @dream, 'SILVER', 1, 4800
  UNION ALL SELECT @dream, 'BRONZE', 2, 2400
  UNION ALL SELECT @orchard, 'GOLD', 0, 6800
  UNION ALL SELECT @orchard, 'SILVER', 1, 4400
  UNION ALL SELECT @orchard, 'BRONZE', 2, 2000
  UNION ALL SELECT @quartet, 'GOLD', 0, 2800
  UNION ALL SELECT @quartet, 'SILVER', 1, 3500
) AS price ON price.show_id = session.show_id
WHERE NOT EXISTS (
  SELECT 1 FROM session_price WHERE session_price.session_id = session.id AND session_price.grade = price.grade);

-- The grade of a section is the session's: around the ice the lower rows of the bowl are the best, and the floor is the rink, so
-- it has no row here and is not on sale.
INSERT INTO session_section (session_id, section, grade)
SELECT graded.session_id, graded.section, graded.grade
FROM (
  SELECT
    session.id AS session_id,
    hall_section.section,
    CASE
      WHEN session.show_id = @tour AND hall_section.section LIKE 'F%' THEN 'PLATINUM'
      WHEN session.show_id = @tour AND hall_section.section LIKE 'C%' THEN 'GOLD'
      WHEN session.show_id = @tour AND hall_section.section BETWEEN '101' AND '108' THEN 'GOLD'
      WHEN session.show_id = @tour AND hall_section.section BETWEEN '109' AND '116' THEN 'SILVER'
      WHEN session.show_id = @tour AND hall_section.section BETWEEN '201' AND '220' THEN 'BRONZE'
      WHEN session.show_id = @ice AND hall_section.section LIKE 'C%' THEN 'PLATINUM'
      WHEN session.show_id = @ice AND hall_section.section BETWEEN '101' AND '116' THEN 'GOLD'
      WHEN session.show_id = @ice AND hall_section.section BETWEEN '201' AND '210' THEN 'SILVER'
      WHEN session.show_id = @ice AND hall_section.section BETWEEN '211' AND '220' THEN 'BRONZE'
      WHEN session.show_id IN (@dream, @orchard) AND hall_section.section = 'STALLS' THEN 'GOLD'
      WHEN session.show_id IN (@dream, @orchard) AND hall_section.section = 'CIRCLE' THEN 'SILVER'
      WHEN session.show_id IN (@dream, @orchard) AND hall_section.section = 'BALCONY' THEN 'BRONZE'
      WHEN session.show_id = @quartet AND hall_section.section = 'FLOOR' THEN 'GOLD'
      WHEN session.show_id = @quartet AND hall_section.section = 'GALLERY' THEN 'SILVER'
    END AS grade
  FROM session
  JOIN (SELECT DISTINCT hall_id, section FROM seat) AS hall_section ON hall_section.hall_id = session.hall_id
) AS graded
WHERE graded.grade IS NOT NULL
AND NOT EXISTS (
  SELECT 1 FROM session_section
  WHERE session_section.session_id = graded.session_id AND session_section.section = graded.section);
