/** What lines of the log are about, as fields beside their text. */
@NullMarked
package dev.sluice.log;

import org.jspecify.annotations.NullMarked;
