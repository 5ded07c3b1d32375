/**
 * Outcomes, from the followed streams in memory, from Redis, from the journal; and waiting for
 * them.
 */
@NullMarked
package dev.sluice.intake.outcome;

import org.jspecify.annotations.NullMarked;
