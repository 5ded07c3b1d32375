/** Takes single requests in: reservations and cancellations. */
@NullMarked
package dev.sluice.intake.submission;

import org.jspecify.annotations.NullMarked;
