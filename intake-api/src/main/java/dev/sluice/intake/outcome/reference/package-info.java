/** The clients' own notes, where no outcome at hand tells them. */
@NullMarked
package dev.sluice.intake.outcome.reference;

import org.jspecify.annotations.NullMarked;
