/** Waiting for what is decided later, without a thread. */
@NullMarked
package dev.sluice.intake.outcome.waiting;

import org.jspecify.annotations.NullMarked;
