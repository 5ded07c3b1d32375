-- Entries that the system itself has appended, such as a pulse. They are drained too, which entries_are_conserved does not know; a
-- new one in its place would have the servers copy the journal, while no shard could write. The slice itself is counted when it is
-- decided, and operate/check-conservation.sql counts it again.
ALTER TABLE slice
  ADD COLUMN system_entries INT NOT NULL DEFAULT 0 COMMENT 'entries of the system itself, such as pulses';

ALTER TABLE slice DROP CONSTRAINT entries_are_conserved;
