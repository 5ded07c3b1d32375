-- Who waits for seats of a session, and for what: a row only while the reservation waits, as reservation_seat has rows only while seats
-- are taken. So a session is loaded with those who wait, however many have waited; since when, and until when, is in reservation:
-- its number, and hold_expires_at. The slice that lets a request wait inserts the row, the one that serves or ends it deletes it.
CREATE TABLE waiter (
  session_id BINARY(16)   NOT NULL,
  id         BINARY(16)   NOT NULL COMMENT 'of the reservation: the request id of its RESERVE',
  quantity   TINYINT      NOT NULL COMMENT 'seats wanted',
  minimum    TINYINT      NOT NULL COMMENT 'the fewest that help',
  adjacent   BOOLEAN      NOT NULL COMMENT 'whether they must be neighbours',
  grades     VARCHAR(264) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'in order of preference, with commas between them',
  PRIMARY KEY (session_id, id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Codes 6 and 7 of reservation.status are new: waiting, without seats and with hold_expires_at as the end of the wait; and left, which
-- waited and got none. A number in dead_letter may be a transition's now: what the rules failed on without an entry of its own.
