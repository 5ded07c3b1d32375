package dev.sluice.rig.evidence;

import dev.sluice.contract.Compression;
import dev.sluice.contract.EntryId;
import java.time.Instant;

/**
 * A row of the journal.
 *
 * @param shard the shard
 * @param firstNumber number of its first element
 * @param lastNumber number of its last element
 * @param lastEntry the last stream entry that it decides
 * @param decidedAt instant of its decisions
 * @param counts what it says that it holds
 * @param time microseconds of load, decide and apply
 * @param hash what chains it to the slice before it
 * @param entries its elements, compressed
 */
public record SliceRow(
    int shard,
    long firstNumber,
    long lastNumber,
    EntryId lastEntry,
    Instant decidedAt,
    Counts counts,
    long time,
    byte[] hash,
    byte[] entries) {

  /** The columns that count a slice's entries by kind. */
  public record Counts(
      int drained,
      int granted,
      int waitlisted,
      int rejected,
      int duplicates,
      int deadLettered,
      int transitions) {}

  /** The elements as JSON. */
  public byte[] elements() {
    return Compression.uncompress(entries);
  }

  @Override
  public String toString() {
    return "slice " + firstNumber + ".." + lastNumber + " of shard " + shard;
  }
}
