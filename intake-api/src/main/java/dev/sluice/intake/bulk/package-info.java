/** Takes many requests in with one call, and tells what became of each. */
@NullMarked
package dev.sluice.intake.bulk;

import org.jspecify.annotations.NullMarked;
