/** Takes single requests in: reservations, payments and cancellations. */
@NullMarked
package dev.sluice.intake.submission;

import org.jspecify.annotations.NullMarked;
