package dev.sluice.allocation.rules;

import java.time.Instant;

/**
 * The two instants of what is decided.
 *
 * @param accepted what "in time" is asked of: when the entry was accepted, or when a hold ended
 * @param decided what lengths are counted from
 */
public record Moment(Instant accepted, Instant decided) {}
