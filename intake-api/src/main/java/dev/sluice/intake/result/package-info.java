/** Tells clients what became of their requests: at once, after a wait, or as an event stream. */
@NullMarked
package dev.sluice.intake.result;

import org.jspecify.annotations.NullMarked;
