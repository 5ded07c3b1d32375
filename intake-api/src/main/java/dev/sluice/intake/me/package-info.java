/** What belongs to the caller: reservations and recent requests. */
@NullMarked
package dev.sluice.intake.me;

import org.jspecify.annotations.NullMarked;
