/** A way into the drain's apply phase, for the benchmarks. */
@NullMarked
package dev.sluice.drain;

import org.jspecify.annotations.NullMarked;
