package dev.sluice.journal;

import dev.sluice.allocation.Decision;
import dev.sluice.contract.EntryId;
import java.time.Duration;
import java.time.Instant;

/**
 * A slice as it is written.
 *
 * @param shard the shard
 * @param firstNumber number of the first element
 * @param firstEntry first entry decided
 * @param lastEntry last entry decided
 * @param decidedAt instant of all its decisions
 * @param fence of the lease under which it was decided
 * @param policyVersion version of the rules
 * @param decision what was decided
 * @param timings how long the phases took
 * @param hash chained to the previous slice's
 * @param entries the compressed elements
 */
public record SliceRow(
    int shard,
    long firstNumber,
    EntryId firstEntry,
    EntryId lastEntry,
    Instant decidedAt,
    long fence,
    int policyVersion,
    Decision decision,
    Timings timings,
    byte[] hash,
    byte[] entries) {

  /** How long the phases of a slice took, up to the writing of its row. */
  public record Timings(Duration load, Duration decide, Duration apply) {}
}
