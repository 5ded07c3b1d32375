/**
 * Decides requests: from a snapshot in memory to outcomes and changes, with no I/O and no clock.
 */
@NullMarked
package dev.sluice.allocation;

import org.jspecify.annotations.NullMarked;
