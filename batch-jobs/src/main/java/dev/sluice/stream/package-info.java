/**
 * A shard's streams in Redis, as its drain uses them: requests, outcomes, and the proof that they
 * are whole.
 */
@NullMarked
package dev.sluice.stream;

import org.jspecify.annotations.NullMarked;
