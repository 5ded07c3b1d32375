/** What is on sale: sessions with their terms, and which of their seats are free. */
@NullMarked
package dev.sluice.intake.session;

import org.jspecify.annotations.NullMarked;
