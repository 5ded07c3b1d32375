/** What belongs to the caller: his reservations and his recent requests. */
@NullMarked
package dev.sluice.intake.me;

import org.jspecify.annotations.NullMarked;
