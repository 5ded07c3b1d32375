-- Where a session stands, written by each slice that changes it: what is due is found by an index, also where nobody asks for the
-- session. Sessions that were admitted before their terms were kept here get their row now; their terms stay in the journal.
ALTER TABLE session_state
  MODIFY COLUMN terms LONGTEXT NULL COMMENT 'terms in force: JSON, as the journal has them in that transition; NULL: only there',
  ADD COLUMN number        BIGINT      NOT NULL DEFAULT 0 COMMENT 'of the last element that changed the session; 0: none since this column exists',
  ADD COLUMN seats_free    INT         NULL COMMENT 'on sale, and nobody has them; NULL like the next ones until a slice has changed the session',
  ADD COLUMN seats_held    INT         NULL,
  ADD COLUMN seats_sold    INT         NULL,
  ADD COLUMN seats_blocked INT         NULL COMMENT 'not on sale, and nobody has them',
  ADD COLUMN next_due_at   DATETIME(3) NULL COMMENT 'when the next hold ends; NULL: nothing is due',
  ADD INDEX due_sessions (next_due_at);

INSERT INTO session_state (session_id, terms_number)
SELECT session.id, session.admitted_number
FROM session
LEFT JOIN session_state ON session_state.session_id = session.id
WHERE session.admitted_number > 0 AND session_state.session_id IS NULL;

-- 1 is HELD. A hold of before would never end if nobody asked for its session.
UPDATE session_state
JOIN (
  SELECT session_id, MIN(hold_expires_at) AS next_due_at FROM reservation WHERE status = 1 GROUP BY session_id
) AS held ON held.session_id = session_state.session_id
SET session_state.next_due_at = held.next_due_at;

-- Entries that the system itself has appended, such as a pulse.
ALTER TABLE slice
  ADD COLUMN system_entries INT NOT NULL DEFAULT 0 COMMENT 'entries of the system itself, such as pulses',
  DROP CONSTRAINT entries_are_conserved,
  ADD CONSTRAINT entries_are_conserved
    CHECK (drained = granted + waitlisted + rejected + duplicates + dead_lettered + system_entries);
