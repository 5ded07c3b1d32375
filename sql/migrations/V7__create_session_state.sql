-- Where a session stands by what its shard has decided: a row per admitted session, written by slices only. What a person
-- changes in session, session_price or session_section is not in force until the session's shard has decided so.
CREATE TABLE session_state (
  session_id   BINARY(16) NOT NULL PRIMARY KEY,
  terms_number BIGINT     NOT NULL COMMENT 'number of the transition that brought the terms into force',
  terms        LONGTEXT   NOT NULL COMMENT 'terms in force: JSON, as the journal has them in that transition'
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
