/** Appends requests to the shards' streams: many at a time, once each, or not at all. */
@NullMarked
package dev.sluice.intake.append;

import org.jspecify.annotations.NullMarked;
