package dev.sluice.journal;

import dev.sluice.allocation.Decision;
import dev.sluice.contract.journal.SliceHead;
import dev.sluice.contract.stream.EntryId;
import java.time.Duration;

/**
 * A slice as it is written.
 *
 * @param head where it stands and what it was decided by
 * @param firstEntry first entry decided
 * @param fence of the lease under which it was decided
 * @param decision what was decided
 * @param timings how long the phases took
 * @param hash chained to the previous slice's
 * @param entries the compressed elements
 */
public record SliceRow(
    SliceHead head,
    EntryId firstEntry,
    long fence,
    Decision decision,
    Timings timings,
    byte[] hash,
    byte[] entries) {

  /** How long the phases of a slice took, up to the writing of its row. */
  public record Timings(Duration load, Duration decide, Duration apply) {}
}
