-- Drains go on meanwhile: what is read here is not locked.
SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;

-- Sessions that were admitted before their terms were kept get their row now; their terms stay in the journal.
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
