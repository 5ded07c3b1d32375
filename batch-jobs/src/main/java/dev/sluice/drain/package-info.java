/**
 * Empties a shard: reads its stream, has slices decided, writes them in one transaction each, and
 * announces them.
 */
@NullMarked
package dev.sluice.drain;

import org.jspecify.annotations.NullMarked;
