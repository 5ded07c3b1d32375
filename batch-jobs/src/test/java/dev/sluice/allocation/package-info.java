/**
 * Tests of the allocation core, with builders named by state and no doubles: the core has no I/O.
 */
@NullMarked
package dev.sluice.allocation;

import org.jspecify.annotations.NullMarked;
