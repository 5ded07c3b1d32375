-- Where a session stands, written by each slice that changes it: what is due is found by an index, also where nobody asks for the
-- session.
ALTER TABLE session_state
  MODIFY COLUMN terms LONGTEXT NULL COMMENT 'terms in force: JSON, as the journal has them in that transition; NULL: only there',
  ADD COLUMN number        BIGINT      NOT NULL DEFAULT 0 COMMENT 'of the last element that changed the session; 0: none since this column exists',
  ADD COLUMN seats_free    INT         NULL COMMENT 'on sale, and nobody has them; NULL like the next ones until a slice has changed the session',
  ADD COLUMN seats_held    INT         NULL,
  ADD COLUMN seats_sold    INT         NULL,
  ADD COLUMN seats_blocked INT         NULL COMMENT 'not on sale, and nobody has them',
  ADD COLUMN next_due_at   DATETIME(3) NULL COMMENT 'when the next hold ends; NULL: nothing is due',
  ADD INDEX due_sessions (next_due_at);
