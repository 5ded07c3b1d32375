-- The first four shards. Intake and drain find a shard by its row; an operator adds more with operate/add-shards.sql.
-- The watermark of zeros is before every stream entry, the hash of zeros before the first slice's.
INSERT INTO shard (id, fence, watermark, last_number, last_decided_at, last_hash) VALUES
  (0, 0, UNHEX(REPEAT('00', 16)), 0, '1970-01-01 00:00:00.000', UNHEX(REPEAT('00', 32))),
  (1, 0, UNHEX(REPEAT('00', 16)), 0, '1970-01-01 00:00:00.000', UNHEX(REPEAT('00', 32))),
  (2, 0, UNHEX(REPEAT('00', 16)), 0, '1970-01-01 00:00:00.000', UNHEX(REPEAT('00', 32))),
  (3, 0, UNHEX(REPEAT('00', 16)), 0, '1970-01-01 00:00:00.000', UNHEX(REPEAT('00', 32)));

INSERT INTO publication (shard, fence, number) VALUES (0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0);
