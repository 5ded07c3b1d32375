package dev.sluice.dashboard.pages;

import dev.sluice.dashboard.tally.Count;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;

/**
 * A job among others.
 *
 * @param last its newest execution; null where it never ran
 * @param hours the last hours in which it ran, oldest first
 * @param day executions of the last 24 hours by status
 * @param startable whether it can be started here
 * @param noise whether it runs all the time, and is not listed among others
 */
public record JobRow(
    String name,
    @Nullable ExecutionRow last,
    List<HourBar> hours,
    Map<BatchStatus, Count> day,
    boolean startable,
    boolean noise) {}
