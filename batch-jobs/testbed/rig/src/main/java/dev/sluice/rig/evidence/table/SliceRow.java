package dev.sluice.rig.evidence.table;

import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.SliceHead;
import dev.sluice.contract.stream.EntryId;
import java.time.Instant;

/**
 * A row of the journal.
 *
 * @param head where it stands and what it was decided by
 * @param lastNumber number of its last element
 * @param counts what it says that it holds
 * @param time microseconds of load, decide and apply
 * @param hash what chains it to the slice before it
 * @param entries its elements, compressed
 */
public record SliceRow(
    SliceHead head, long lastNumber, Counts counts, long time, byte[] hash, byte[] entries) {

  /** The columns that count a slice's entries by kind. */
  public record Counts(
      int drained,
      int granted,
      int waitlisted,
      int rejected,
      int duplicates,
      int deadLettered,
      int system,
      int transitions) {}

  /** The shard. */
  public int shard() {
    return head.shard();
  }

  /** Number of its first element. */
  public long firstNumber() {
    return head.firstNumber();
  }

  /** The last stream entry that it decides. */
  public EntryId lastEntry() {
    return head.lastEntry();
  }

  /** Instant of its decisions. */
  public Instant decidedAt() {
    return head.decidedAt();
  }

  /** The elements as JSON. */
  public byte[] elements() {
    return Compression.uncompress(entries);
  }

  @Override
  public String toString() {
    return "slice " + firstNumber() + ".." + lastNumber + " of shard " + shard();
  }
}
