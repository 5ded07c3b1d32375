package dev.sluice.scheduler.pages;

import java.time.Instant;

/**
 * A request that could not be read or decided.
 *
 * @param number of its outcome
 * @param entry its id in the shard's stream
 * @param error why
 */
public record DeadLetterRow(
    int shard, long number, String entry, Instant decidedAt, String error) {}
