/** Reads bodies: in time, and no more of them than this process can hold. */
@NullMarked
package dev.sluice.intake.body;

import org.jspecify.annotations.NullMarked;
