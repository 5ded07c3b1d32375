/** What ends the process where going on would be worse. */
@NullMarked
package dev.sluice.intake.failure;

import org.jspecify.annotations.NullMarked;
