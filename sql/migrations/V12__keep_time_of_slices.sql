-- What a slice was decided from beside its entries, so that it can be decided again from the journal alone. Slices that were
-- written before, or are written by a process that does not know of it yet, have format 1 and none of it.
ALTER TABLE slice
  ADD COLUMN format       TINYINT NOT NULL DEFAULT 1 COMMENT 'of the journal: from 2 on, format, policy_version and clocks_apart are in the hash',
  ADD COLUMN clocks_apart BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'Redis'' clock and this one were over a second apart: decided_at stood for when entries were accepted';
