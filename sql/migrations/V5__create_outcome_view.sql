-- The journal, readable: one row per number. Reading it unpacks every slice that the condition does not exclude by shard,
-- first_number or decided_at, so a question that can name one of them should. A field that an element does not have is NULL.
-- The collation is named because it would otherwise be that of the connection that creates the view; the reader's rights count,
-- so that the view outlives the account that migrated.
CREATE SQL SECURITY INVOKER VIEW outcome AS
SELECT
  slice.shard,
  -- Signed: with an unsigned number, number - 100 would be an error near the journal's beginning.
  CAST(slice.first_number + element.ordinality - 1 AS SIGNED) AS number,
  slice.first_number,
  CAST(element.ordinality - 1 AS SIGNED) AS `rank`,
  slice.decided_at,
  element.entry,
  COALESCE(element.request_id, element.raw_id) AS request_id,
  COALESCE(element.request_session, element.raw_session, element.transition_session) AS session,
  COALESCE(element.request_customer, element.raw_customer) AS customer,
  element.type,
  COALESCE(element.outcome_type, element.transition_type) AS kind,
  element.reason,
  element.first,
  COALESCE(element.outcome_reservation, element.request_reservation, element.transition_reservation) AS reservation,
  element.amount,
  element.currency,
  element.error
FROM slice
CROSS JOIN JSON_TABLE(CONVERT(UNCOMPRESS(slice.entries) USING utf8mb4), '$[*]' COLUMNS (
  ordinality FOR ORDINALITY,
  entry VARCHAR(41) COLLATE utf8mb4_bin PATH '$.entry',
  request_id VARCHAR(36) COLLATE utf8mb4_bin PATH '$.request.id',
  request_session VARCHAR(36) COLLATE utf8mb4_bin PATH '$.request.session',
  request_customer VARCHAR(64) COLLATE utf8mb4_bin PATH '$.request.customer',
  request_reservation VARCHAR(36) COLLATE utf8mb4_bin PATH '$.request.reservation',
  type VARCHAR(32) COLLATE utf8mb4_bin PATH '$.request.type',
  -- What is known of an entry that could not be decoded; whoever wrote it need not have kept the limits.
  raw_id VARCHAR(100) COLLATE utf8mb4_bin PATH '$.raw.id',
  raw_session VARCHAR(100) COLLATE utf8mb4_bin PATH '$.raw.session',
  raw_customer VARCHAR(200) COLLATE utf8mb4_bin PATH '$.raw.customer',
  outcome_type VARCHAR(32) COLLATE utf8mb4_bin PATH '$.outcome.type',
  outcome_reservation VARCHAR(36) COLLATE utf8mb4_bin PATH '$.outcome.reservation',
  reason VARCHAR(32) COLLATE utf8mb4_bin PATH '$.outcome.reason',
  first BIGINT PATH '$.outcome.first',
  amount BIGINT PATH '$.outcome.amount',
  currency VARCHAR(3) COLLATE utf8mb4_bin PATH '$.outcome.currency',
  error TEXT COLLATE utf8mb4_bin PATH '$.outcome.error',
  transition_type VARCHAR(32) COLLATE utf8mb4_bin PATH '$.transition.type',
  transition_session VARCHAR(36) COLLATE utf8mb4_bin PATH '$.transition.session',
  transition_reservation VARCHAR(36) COLLATE utf8mb4_bin PATH '$.transition.reservation'
)) AS element;

-- The seats that an outcome or a transition names: held, given back, expired, or the ones that were taken. One row per number
-- and seat. The array is a NESTED PATH because MariaDB reads a JSON column of a view as NULL.
CREATE SQL SECURITY INVOKER VIEW outcome_seat AS
SELECT
  slice.shard,
  CAST(slice.first_number + element.ordinality - 1 AS SIGNED) AS number,
  slice.first_number,
  slice.decided_at,
  COALESCE(element.request_session, element.transition_session) AS session,
  COALESCE(element.outcome_type, element.transition_type) AS kind,
  element.reason,
  COALESCE(element.outcome_reservation, element.transition_reservation) AS reservation,
  COALESCE(element.outcome_seat, element.transition_seat) AS seat
FROM slice
CROSS JOIN JSON_TABLE(CONVERT(UNCOMPRESS(slice.entries) USING utf8mb4), '$[*]' COLUMNS (
  ordinality FOR ORDINALITY,
  request_session VARCHAR(36) COLLATE utf8mb4_bin PATH '$.request.session',
  transition_session VARCHAR(36) COLLATE utf8mb4_bin PATH '$.transition.session',
  outcome_type VARCHAR(32) COLLATE utf8mb4_bin PATH '$.outcome.type',
  transition_type VARCHAR(32) COLLATE utf8mb4_bin PATH '$.transition.type',
  reason VARCHAR(32) COLLATE utf8mb4_bin PATH '$.outcome.reason',
  outcome_reservation VARCHAR(36) COLLATE utf8mb4_bin PATH '$.outcome.reservation',
  transition_reservation VARCHAR(36) COLLATE utf8mb4_bin PATH '$.transition.reservation',
  NESTED PATH '$.outcome.seats[*]' COLUMNS (outcome_seat VARCHAR(32) COLLATE utf8mb4_bin PATH '$'),
  NESTED PATH '$.transition.seats[*]' COLUMNS (transition_seat VARCHAR(32) COLLATE utf8mb4_bin PATH '$')
)) AS element
WHERE COALESCE(element.outcome_seat, element.transition_seat) IS NOT NULL;
