/** Lets holds end at their instant although nobody asks for their session: the job expire-holds. */
@NullMarked
package dev.sluice.expiry;

import org.jspecify.annotations.NullMarked;
