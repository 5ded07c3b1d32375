/** The journal of slices in the database: written once per slice, read by whoever follows. */
@NullMarked
package dev.sluice.journal;

import org.jspecify.annotations.NullMarked;
