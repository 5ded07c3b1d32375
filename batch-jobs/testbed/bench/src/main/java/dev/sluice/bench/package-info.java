/** The benchmark command: runs experiments in rounds, and writes the table and the raw numbers. */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
