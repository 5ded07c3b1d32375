/** What ends the process where going on would be worse. */
@NullMarked
package dev.sluice.failure;

import org.jspecify.annotations.NullMarked;
