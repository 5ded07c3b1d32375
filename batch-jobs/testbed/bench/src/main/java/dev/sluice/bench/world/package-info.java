/** What arms work on: a schema with a shard of its own, sessions, and demand for their seats. */
@NullMarked
package dev.sluice.bench.world;

import org.jspecify.annotations.NullMarked;
