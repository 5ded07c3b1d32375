-- The catalogue: what is sold, where and at what price. Ids are UUIDs in 16 bytes; instants are DATETIME(3) in UTC.
-- MySQL and MariaDB differ in their default collations, so every table names its own.

CREATE TABLE venue (
  id        BINARY(16)   NOT NULL PRIMARY KEY,
  name      VARCHAR(200) NOT NULL,
  city      VARCHAR(100) NOT NULL,
  time_zone VARCHAR(64)  NOT NULL COMMENT 'IANA name; a session''s local time is shown in it'
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE hall (
  id       BINARY(16)   NOT NULL PRIMARY KEY,
  venue_id BINARY(16)   NOT NULL,
  name     VARCHAR(200) NOT NULL,
  CONSTRAINT hall_is_in_a_venue FOREIGN KEY (venue_id) REFERENCES venue (id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The seats of a hall never change once a session of it is on sale: bit sets, journal and reservations name them by ordinal.
CREATE TABLE seat (
  hall_id           BINARY(16)   NOT NULL,
  ordinal           INT          NOT NULL COMMENT 'dense in the hall from 0, best first within a section; a row''s seats follow each other',
  label             VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'section-row-seat, as in A-12-7',
  section           VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  row_label         VARCHAR(8)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  seat_number       INT          NOT NULL COMMENT 'place in the row; neighbours differ by one',
  general_admission BOOLEAN      NOT NULL COMMENT 'a place of a general-admission section: interchangeable, always adjacent',
  PRIMARY KEY (hall_id, ordinal),
  CONSTRAINT seat_is_labelled_once UNIQUE (hall_id, label),
  CONSTRAINT seat_is_in_a_hall FOREIGN KEY (hall_id) REFERENCES hall (id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- SHOW is a reserved word: the name is quoted wherever it stands.
CREATE TABLE `show` (
  id       BINARY(16)   NOT NULL PRIMARY KEY,
  title    VARCHAR(200) NOT NULL,
  `cast`   VARCHAR(500) NOT NULL,
  category VARCHAR(50)  NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A session's policy is columns of its row, versioned together. Once the session's shard has admitted it, changes go
-- through the shard's stream: a change made here by hand would not be in the journal.
CREATE TABLE session (
  id                     BINARY(16)  NOT NULL PRIMARY KEY,
  show_id                BINARY(16)  NOT NULL,
  hall_id                BINARY(16)  NOT NULL,
  shard                  SMALLINT    NOT NULL COMMENT 'fixed when the session is created, for ever',
  starts_at              DATETIME(3) NOT NULL,
  sale_opens_at          DATETIME(3) NOT NULL,
  sale_closes_at         DATETIME(3) NOT NULL,
  currency               CHAR(3)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  hold_seconds           INT         NOT NULL COMMENT 'how long a hold waits for payment',
  seats_per_customer_max INT         NOT NULL COMMENT 'live seats of one customer in this session, over all requests',
  ladder                 VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
                         COMMENT 'how best-available seats are looked for, rung by rung: comma-separated names of the contract''s Rung',
  policy_version         INT         NOT NULL COMMENT 'raised with every change of the columns above',
  admitted_number        BIGINT      NULL COMMENT 'number of the transition that wrote these terms into the journal; null until the first request',
  CONSTRAINT session_is_of_a_show FOREIGN KEY (show_id) REFERENCES `show` (id),
  CONSTRAINT session_is_in_a_hall FOREIGN KEY (hall_id) REFERENCES hall (id),
  CONSTRAINT sale_opens_before_it_closes CHECK (sale_opens_at < sale_closes_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE session_price (
  session_id BINARY(16)  NOT NULL,
  grade      VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position   INT         NOT NULL COMMENT 'order of the grades on a price list, dearest first',
  amount     BIGINT      NOT NULL COMMENT 'minor units of the session''s currency',
  PRIMARY KEY (session_id, grade),
  CONSTRAINT price_is_of_a_session FOREIGN KEY (session_id) REFERENCES session (id),
  CONSTRAINT price_is_not_negative CHECK (amount >= 0)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Which grade a section of the hall has in a session. A section without a row here is not on sale.
CREATE TABLE session_section (
  session_id BINARY(16)  NOT NULL,
  section    VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  grade      VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (session_id, section),
  CONSTRAINT grade_has_a_price FOREIGN KEY (session_id, grade) REFERENCES session_price (session_id, grade)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
