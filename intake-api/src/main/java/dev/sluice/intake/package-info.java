/** Starts the process that takes requests in and serves their results. */
@NullMarked
package dev.sluice.intake;

import org.jspecify.annotations.NullMarked;
