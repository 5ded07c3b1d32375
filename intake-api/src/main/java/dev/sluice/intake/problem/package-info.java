/** Problems of the intake's own. */
@NullMarked
package dev.sluice.intake.problem;

import org.jspecify.annotations.NullMarked;
