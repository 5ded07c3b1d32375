/** What became of payments that were let begin: from recent slices, and from their rows. */
@NullMarked
package dev.sluice.intake.outcome.settlement;

import org.jspecify.annotations.NullMarked;
