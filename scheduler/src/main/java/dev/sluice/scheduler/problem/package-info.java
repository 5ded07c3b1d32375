/** What is refused, as RFC 9457 problems. */
@NullMarked
package dev.sluice.scheduler.problem;

import org.jspecify.annotations.NullMarked;
