/** The journal of slices in the database: written once per slice, read by all who follow. */
@NullMarked
package dev.sluice.journal;

import org.jspecify.annotations.NullMarked;
