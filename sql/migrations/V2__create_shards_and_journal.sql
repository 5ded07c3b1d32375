-- A shard, its journal and what follows from it. No foreign keys here: these are the hot tables, and the journal proves them.

-- One row per shard: the drain locks it first in every slice, so it is also what fences a drain that lost its lease.
CREATE TABLE shard (
  id              SMALLINT    NOT NULL PRIMARY KEY,
  fence           BIGINT      NOT NULL COMMENT 'raised whenever the lease changes hands; a commit with an older one is refused',
  watermark       BINARY(16)  NOT NULL COMMENT 'id of the last decided stream entry: milliseconds and sequence, eight bytes each, big-endian, so that it sorts',
  last_number     BIGINT      NOT NULL COMMENT 'number of the last outcome or transition',
  last_decided_at DATETIME(3) NOT NULL COMMENT 'instant of the last slice; the next one''s is not before it',
  last_hash       BINARY(32)  NOT NULL COMMENT 'hash of the last slice',
  paused_because  VARCHAR(500) NULL COMMENT 'why the drain stopped by itself; null while it runs'
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How far Kafka is. A row of its own, so that the publisher never waits for the drain's row lock.
CREATE TABLE publication (
  shard  SMALLINT NOT NULL PRIMARY KEY,
  fence  BIGINT   NOT NULL COMMENT 'fence of the publisher that wrote last',
  number BIGINT   NOT NULL COMMENT 'every number up to this one was acknowledged by the broker; only rises'
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The journal: one row per slice.
CREATE TABLE slice (
  shard          SMALLINT    NOT NULL,
  first_number   BIGINT      NOT NULL,
  last_number    BIGINT      NOT NULL,
  first_entry    BINARY(16)  NOT NULL,
  last_entry     BINARY(16)  NOT NULL,
  decided_at     DATETIME(3) NOT NULL COMMENT 'the database''s clock at the slice, never before the previous slice''s',
  fence          BIGINT      NOT NULL,
  policy_version INT         NOT NULL COMMENT 'version of the rules of decide()',
  drained        INT         NOT NULL COMMENT 'entries: granted + waitlisted + rejected + duplicates + dead_lettered',
  granted        INT         NOT NULL COMMENT 'requests carried out, cancellations too',
  waitlisted     INT         NOT NULL,
  rejected       INT         NOT NULL,
  duplicates     INT         NOT NULL,
  dead_lettered  INT         NOT NULL,
  transitions    INT         NOT NULL,
  load_micros    INT         NOT NULL,
  decide_micros  INT         NOT NULL,
  apply_micros   INT         NOT NULL COMMENT 'up to this row; the commit is not in it',
  hash           BINARY(32)  NOT NULL COMMENT 'SHA-256 of the previous slice''s hash, shard, first number, last entry, instant and the uncompressed entries',
  entries        LONGBLOB    NOT NULL COMMENT 'format of COMPRESS(): a JSON array with one element per number',
  PRIMARY KEY (shard, first_number),
  -- An outcome is found by its entry: the first slice whose last entry is not before it.
  CONSTRAINT slice_ends_once UNIQUE (shard, last_entry),
  CONSTRAINT entries_are_conserved CHECK (drained = granted + waitlisted + rejected + duplicates + dead_lettered),
  CONSTRAINT numbers_are_contiguous CHECK (last_number = first_number + drained + transitions - 1)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The newest state of every granted reservation; its seats are in seats (ordinals), and while it lives in reservation_seat too.
CREATE TABLE reservation (
  session_id      BINARY(16)  NOT NULL,
  id              BINARY(16)  NOT NULL COMMENT 'the request id of its RESERVE',
  customer        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  status          TINYINT     NOT NULL COMMENT 'code of the contract''s ReservationStatus: 1 held, 2 confirmed, 3 cancelled, 4 expired',
  digest          BINARY(16)  NOT NULL COMMENT 'of the request, so that its id with another payload is known again',
  shard           SMALLINT    NOT NULL,
  number          BIGINT      NOT NULL COMMENT 'of the outcome that granted it',
  amount          BIGINT      NOT NULL COMMENT 'minor units, of the seats it still has',
  currency        CHAR(3)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  seats           VARBINARY(64) NOT NULL COMMENT 'ordinals of the seats it has (or had last), four bytes each, big-endian',
  hold_expires_at DATETIME(3) NOT NULL,
  decided_at      DATETIME(3) NOT NULL,
  changed_at      DATETIME(3) NOT NULL,
  PRIMARY KEY (session_id, id),
  -- For a customer's own reservations.
  KEY reservation_of_a_customer (customer, session_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A row per taken seat, only while it is taken. The last guard of "no seat sold twice".
CREATE TABLE reservation_seat (
  session_id     BINARY(16) NOT NULL,
  seat           INT        NOT NULL COMMENT 'ordinal in the hall',
  reservation_id BINARY(16) NOT NULL,
  -- A primary key's name is lost; the error of a second sale should say what it means. InnoDB clusters by this key, as it is the first unique one that allows no null.
  CONSTRAINT seat_sold_once UNIQUE (session_id, seat)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What could not be decided, for operators; its outcome is in the journal like any other's.
CREATE TABLE dead_letter (
  shard      SMALLINT      NOT NULL,
  number     BIGINT        NOT NULL,
  entry      BINARY(16)    NOT NULL,
  decided_at DATETIME(3)   NOT NULL,
  error      VARCHAR(1000) NOT NULL,
  PRIMARY KEY (shard, number)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The manifest of a bulk call, stored before its first append. Line n has the request id UUIDv5(bulk id, n).
CREATE TABLE bulk (
  id         BINARY(16)  NOT NULL PRIMARY KEY,
  customer   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'who called',
  digest     BINARY(16)  NOT NULL COMMENT 'of the body: the same key with another body is refused',
  created_at DATETIME(3) NOT NULL,
  accepted   INT         NOT NULL,
  refused    INT         NOT NULL,
  manifest   LONGBLOB    NOT NULL COMMENT 'format of COMPRESS(): JSON array, one element per line: session and request id, or the problem'
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
