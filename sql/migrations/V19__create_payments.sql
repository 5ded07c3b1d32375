-- What a reservation is paid with. The slice that decides PAY writes the row, before any provider is asked, and the slice that decides
-- SETTLE writes what became of it; jobs only read it. Ids of requests are scoped to a session, and two reservations may be given one:
-- so the reservation is in the key, and no client can make a slice meet another's row.
CREATE TABLE payment (
  session_id     BINARY(16)   NOT NULL,
  reservation_id BINARY(16)   NOT NULL,
  id             BINARY(16)   NOT NULL COMMENT 'the request id of its PAY',
  shard          SMALLINT     NOT NULL,
  number         BIGINT       NOT NULL COMMENT 'of the outcome that let it begin',
  digest         BINARY(16)   NOT NULL COMMENT 'of the PAY, so that its id with another payload is known again',
  amount         BIGINT       NOT NULL COMMENT 'minor units',
  currency       CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payment_key    VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the provider''s, given by the client: nothing is unique about it',
  state          TINYINT      NOT NULL COMMENT '1 open, 2 declined, 3 captured, 4 captured for nothing: a refund is owed',
  settled_number BIGINT       NOT NULL DEFAULT 0 COMMENT 'of the outcome that settled it last; 0: none yet',
  decided_at     DATETIME(3)  NOT NULL,
  settled_at     DATETIME(3)  NULL,
  PRIMARY KEY (session_id, reservation_id, id),
  -- For the job that asks the provider. Slices commit after their instants: so it looks for what is open, and pages by no instant.
  KEY payment_by_state (state, decided_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What goes back to customers, each written by the slice that made it be owed.
CREATE TABLE refund (
  session_id     BINARY(16)   NOT NULL,
  id             BINARY(16)   NOT NULL COMMENT 'the request id of what made it be owed',
  reservation_id BINARY(16)   NOT NULL,
  payment_id     BINARY(16)   NOT NULL,
  shard          SMALLINT     NOT NULL,
  number         BIGINT       NOT NULL COMMENT 'of the outcome that made it be owed: refunds of one payment go in this order',
  amount         BIGINT       NOT NULL COMMENT 'minor units',
  currency       CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  decided_at     DATETIME(3)  NOT NULL,
  PRIMARY KEY (shard, number),
  KEY refund_of_a_payment (session_id, reservation_id, payment_id, number)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Code 5 of reservation.status is new: paying.
