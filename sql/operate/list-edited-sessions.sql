-- Sessions whose rows somebody changed by hand: each field that differs from the terms in force, which the journal has and by which
-- every request is decided. Such a change does nothing until it is decided, too. Nothing comes back if there is none.

WITH
terms AS (
  SELECT session_state.session_id, session_state.terms, term.*
  FROM session_state
  JOIN JSON_TABLE(session_state.terms, '$' COLUMNS (
    opens_at VARCHAR(30) PATH '$.opensAt',
    closes_at VARCHAR(30) PATH '$.closesAt',
    currency VARCHAR(3) PATH '$.currency',
    hold_seconds INT PATH '$.holdSeconds',
    seats_per_customer_max INT PATH '$.seatsPerCustomerMax',
    policy_version INT PATH '$.policyVersion')) AS term
),
price AS (
  SELECT session_state.session_id, priced.grade COLLATE utf8mb4_bin AS name, priced.amount AS term
  FROM session_state
  JOIN JSON_TABLE(session_state.terms, '$.prices[*]' COLUMNS (
    grade VARCHAR(16) PATH '$.grade', amount BIGINT PATH '$.amount')) AS priced
),
section AS (
  SELECT session_state.session_id, graded.section COLLATE utf8mb4_bin AS name, graded.grade COLLATE utf8mb4_bin AS term
  FROM session_state
  JOIN JSON_TABLE(session_state.terms, '$.sections[*]' COLUMNS (
    section VARCHAR(16) PATH '$.section', grade VARCHAR(16) PATH '$.grade')) AS graded
),
compared (session_id, field, in_row, in_force) AS (
  SELECT session.id, 'sale_opens_at', CONVERT(session.sale_opens_at USING utf8mb4) COLLATE utf8mb4_bin,
    CONVERT(CAST(REPLACE(REPLACE(terms.opens_at, 'T', ' '), 'Z', '') AS DATETIME(3)) USING utf8mb4) COLLATE utf8mb4_bin
  FROM terms JOIN session ON session.id = terms.session_id
  UNION ALL
  SELECT session.id, 'sale_closes_at', CONVERT(session.sale_closes_at USING utf8mb4) COLLATE utf8mb4_bin,
    CONVERT(CAST(REPLACE(REPLACE(terms.closes_at, 'T', ' '), 'Z', '') AS DATETIME(3)) USING utf8mb4) COLLATE utf8mb4_bin
  FROM terms JOIN session ON session.id = terms.session_id
  UNION ALL
  SELECT session.id, 'currency', CONVERT(session.currency USING utf8mb4) COLLATE utf8mb4_bin, terms.currency COLLATE utf8mb4_bin
  FROM terms JOIN session ON session.id = terms.session_id
  UNION ALL
  SELECT session.id, 'hold_seconds', CONVERT(session.hold_seconds USING utf8mb4) COLLATE utf8mb4_bin,
    CONVERT(terms.hold_seconds USING utf8mb4) COLLATE utf8mb4_bin
  FROM terms JOIN session ON session.id = terms.session_id
  UNION ALL
  SELECT session.id, 'seats_per_customer_max', CONVERT(session.seats_per_customer_max USING utf8mb4) COLLATE utf8mb4_bin,
    CONVERT(terms.seats_per_customer_max USING utf8mb4) COLLATE utf8mb4_bin
  FROM terms JOIN session ON session.id = terms.session_id
  UNION ALL
  SELECT session.id, 'policy_version', CONVERT(session.policy_version USING utf8mb4) COLLATE utf8mb4_bin,
    CONVERT(terms.policy_version USING utf8mb4) COLLATE utf8mb4_bin
  FROM terms JOIN session ON session.id = terms.session_id
  UNION ALL
  -- MySQL writes a blank behind a comma, MariaDB does not.
  SELECT session.id, 'ladder', CONCAT('["', REPLACE(CONVERT(session.ladder USING utf8mb4), ',', '","'), '"]') COLLATE utf8mb4_bin,
    REPLACE(CONVERT(JSON_EXTRACT(terms.terms, '$.ladder') USING utf8mb4), ' ', '') COLLATE utf8mb4_bin
  FROM terms JOIN session ON session.id = terms.session_id
  UNION ALL
  SELECT price.session_id, CONCAT('price of ', price.name),
    CONVERT(session_price.amount USING utf8mb4) COLLATE utf8mb4_bin, CONVERT(price.term USING utf8mb4) COLLATE utf8mb4_bin
  FROM price
  LEFT JOIN session_price ON session_price.session_id = price.session_id
    AND CONVERT(session_price.grade USING utf8mb4) COLLATE utf8mb4_bin = price.name
  UNION ALL
  SELECT session_price.session_id, CONCAT('price of ', session_price.grade),
    CONVERT(session_price.amount USING utf8mb4) COLLATE utf8mb4_bin, NULL
  FROM session_price
  JOIN session_state ON session_state.session_id = session_price.session_id
  WHERE NOT EXISTS (
    SELECT 1 FROM price
    WHERE price.session_id = session_price.session_id
    AND price.name = CONVERT(session_price.grade USING utf8mb4) COLLATE utf8mb4_bin)
  UNION ALL
  SELECT section.session_id, CONCAT('grade of ', section.name),
    CONVERT(session_section.grade USING utf8mb4) COLLATE utf8mb4_bin, section.term
  FROM section
  LEFT JOIN session_section ON session_section.session_id = section.session_id
    AND CONVERT(session_section.section USING utf8mb4) COLLATE utf8mb4_bin = section.name
  UNION ALL
  SELECT session_section.session_id, CONCAT('grade of ', session_section.section),
    CONVERT(session_section.grade USING utf8mb4) COLLATE utf8mb4_bin, NULL
  FROM session_section
  JOIN session_state ON session_state.session_id = session_section.session_id
  WHERE NOT EXISTS (
    SELECT 1 FROM section
    WHERE section.session_id = session_section.session_id
    AND section.name = CONVERT(session_section.section USING utf8mb4) COLLATE utf8mb4_bin)
)
SELECT LOWER(HEX(compared.session_id)) AS session, compared.field, compared.in_row, compared.in_force
FROM compared
WHERE NOT compared.in_row <=> compared.in_force
ORDER BY session, compared.field;
