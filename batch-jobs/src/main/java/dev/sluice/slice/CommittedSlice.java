package dev.sluice.slice;

import dev.sluice.allocation.Decision;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.journal.WrittenElements;
import dev.sluice.journal.SliceRow;

/**
 * A slice whose transaction is committed.
 *
 * @param message as followers get it
 * @param written its elements, as they are in the message
 * @param counts how many of each kind
 * @param timings how long its phases took
 */
public record CommittedSlice(
    SliceMessage message,
    WrittenElements written,
    Decision.Counts counts,
    SliceRow.Timings timings) {}
