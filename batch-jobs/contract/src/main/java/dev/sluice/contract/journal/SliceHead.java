package dev.sluice.contract.journal;

import dev.sluice.contract.stream.EntryId;
import java.time.Instant;

/**
 * What is hashed of a slice beside its elements: where it stands, and what {@code decide} was given
 * that no element has.
 *
 * @param format of the journal: {@link #FORMAT} of what is written, any lower one of what is read
 * @param shard the shard
 * @param firstNumber number of its first element
 * @param lastEntry last entry decided
 * @param decidedAt instant of all its decisions
 * @param policyVersion version of the rules
 * @param clocksApart whether the decided instant stood for the accepted ones
 */
public record SliceHead(
    int format,
    int shard,
    long firstNumber,
    EntryId lastEntry,
    Instant decidedAt,
    int policyVersion,
    boolean clocksApart) {

  /** The format that this code writes. */
  public static final int FORMAT = 2;

  /**
   * Checks the format.
   *
   * @throws IllegalArgumentException if there is no such format here
   */
  public SliceHead {
    if (format < 1 || format > FORMAT) {
      throw new IllegalArgumentException("The journal has format " + format + ", unknown here");
    }
  }
}
