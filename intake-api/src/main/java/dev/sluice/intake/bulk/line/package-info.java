/** Reads the body of a bulk call into lines, each a request or a reason why it is none. */
@NullMarked
package dev.sluice.intake.bulk.line;

import org.jspecify.annotations.NullMarked;
