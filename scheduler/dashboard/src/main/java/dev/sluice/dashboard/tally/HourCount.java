package dev.sluice.dashboard.tally;

import java.time.Instant;
import org.springframework.batch.core.BatchStatus;

/** The executions of a job that were created in an hour and are in a status. */
public record HourCount(Instant hour, BatchStatus status, Count count) {}
