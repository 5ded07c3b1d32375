package dev.sluice.dashboard.tally;

import org.springframework.batch.core.BatchStatus;

/** The executions of a job that are in a status. */
public record JobCount(String job, BatchStatus status, Count count) {}
