package dev.sluice.journal;

import dev.sluice.contract.stream.EntryId;
import java.time.Instant;

/**
 * A slice without its elements.
 *
 * @param firstNumber number of its first element
 * @param lastNumber number of its last element
 * @param lastEntry last entry decided
 * @param decidedAt instant of all its decisions
 * @param drained entries decided
 */
public record SliceSummary(
    long firstNumber, long lastNumber, EntryId lastEntry, Instant decidedAt, int drained) {}
