-- Request ids that Redis may have forgotten before their retention was over, each with the decision that it stands for; what was
-- granted is left out, since its reservation tells. Filled from the journal by the job index-requests, only where Redis has not
-- room enough, and looked into by the drain for entries that say so, and by the intake for ids that Redis does not know.
CREATE TABLE request_index (
  session_id BINARY(16) NOT NULL,
  id         BINARY(16) NOT NULL COMMENT 'request id, unique in its session',
  shard      SMALLINT   NOT NULL,
  number     BIGINT     NOT NULL COMMENT 'of the first decision under this id',
  digest     BINARY(16) NOT NULL COMMENT 'of that request, so that its id with another payload is known again; zeros if it could not be read',
  PRIMARY KEY (session_id, id),
  -- For the purge, which goes by number: slices are committed after their instants.
  KEY request_of_a_number (shard, number)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How far each shard is; a row is made when its first slice is indexed.
CREATE TABLE request_index_progress (
  shard   SMALLINT NOT NULL PRIMARY KEY,
  indexed BIGINT   NOT NULL COMMENT 'up to this number every id whose time is not over is in the index',
  purged  BIGINT   NOT NULL COMMENT 'up to this number none is in it any more'
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
