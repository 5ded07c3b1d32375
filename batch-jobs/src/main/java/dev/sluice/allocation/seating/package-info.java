/** Seats of a hall: their rows and grades, which are free, and which of those are the best. */
@NullMarked
package dev.sluice.allocation.seating;

import org.jspecify.annotations.NullMarked;
