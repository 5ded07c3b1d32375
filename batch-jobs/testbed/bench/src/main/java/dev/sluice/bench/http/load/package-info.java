/**
 * What the intake is loaded with: who calls, what they want, how fast they come, and what came of
 * it.
 */
@NullMarked
package dev.sluice.bench.http.load;

import org.jspecify.annotations.NullMarked;
