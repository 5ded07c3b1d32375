/**
 * What a shard's writer has in memory: sessions with their seats and reservations, and how those
 * change.
 */
@NullMarked
package dev.sluice.allocation.snapshot;

import org.jspecify.annotations.NullMarked;
