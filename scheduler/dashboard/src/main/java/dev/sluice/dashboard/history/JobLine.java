package dev.sluice.dashboard.history;

import dev.sluice.dashboard.tally.Count;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;

/**
 * A job as a line of a list.
 *
 * @param last its newest execution; null where none is left
 * @param day executions created in the last 24 full hours, by status
 */
public record JobLine(String name, @Nullable ExecutionLine last, Map<BatchStatus, Count> day) {}
