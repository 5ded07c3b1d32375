package dev.sluice.dashboard.tally;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where executions are to be looked for, newest first.
 *
 * @param end when the last of the ranges begins, where there may be more behind it that were not
 *     asked for; null where there are none
 */
public record Hours(List<HourRange> ranges, @Nullable LocalDateTime end) {}
