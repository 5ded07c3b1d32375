-- What was asked of the payment provider, and what it said: written by the jobs only, never by slices, and no row is locked during a
-- call. So a provider that hangs stops no shard.

-- One row a payment. It is there, with the claim of its payment key, before the first call: a provider's payment serves one of ours.
CREATE TABLE payment_attempt (
  session_id     BINARY(16)   NOT NULL,
  reservation_id BINARY(16)   NOT NULL,
  payment_id     BINARY(16)   NOT NULL,
  provider       VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claimed_key    VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the payment key; NULL where another payment has it: nothing is sent',
  attempt        SMALLINT     NOT NULL COMMENT 'its number, from 1: a new one only after the provider said of itself that it could not',
  calls          INT          NOT NULL COMMENT 'answered or not, since the first attempt',
  answer         TINYINT      NOT NULL COMMENT '1 not known, 2 captured, 3 declined',
  captured       BIGINT       NOT NULL COMMENT 'minor units of the payment''s currency that were taken, as the provider says; 0 unless captured',
  told           VARCHAR(300) NULL COMMENT 'what the provider said last, for people',
  told_at        DATETIME(3)  NULL,
  appends        INT          NOT NULL COMMENT 'how often its answer was appended to the stream',
  next_at        DATETIME(3)  NULL COMMENT 'when there is something to do; NULL: never again',
  created_at     DATETIME(3)  NOT NULL,
  PRIMARY KEY (session_id, reservation_id, payment_id),
  CONSTRAINT payment_key_claimed_once UNIQUE (provider, claimed_key),
  CONSTRAINT captured_where_answered CHECK ((answer = 2) = (captured > 0)),
  -- Those to be asked, and those whose answer is to be decided, each by time.
  KEY payment_attempt_by_answer (answer, next_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row a refund. Those of one payment go one at a time, in the order of their numbers.
CREATE TABLE refund_attempt (
  shard      SMALLINT     NOT NULL,
  number     BIGINT       NOT NULL COMMENT 'of the refund',
  attempt    SMALLINT     NOT NULL COMMENT 'its number, from 1: a new one only after the provider said of itself that it could not',
  calls      INT          NOT NULL,
  answer     TINYINT      NOT NULL COMMENT '1 not known, 2 given back, 3 refused: people must look, and it is asked every day, 4 given back elsewhere by people',
  told       VARCHAR(300) NULL COMMENT 'what the provider said last, for people',
  told_at    DATETIME(3)  NULL,
  next_at    DATETIME(3)  NULL COMMENT 'when there is something to do; NULL: never again',
  created_at DATETIME(3)  NOT NULL,
  PRIMARY KEY (shard, number),
  KEY refund_attempt_by_time (next_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
