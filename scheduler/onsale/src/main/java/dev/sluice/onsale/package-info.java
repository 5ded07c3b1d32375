/** The launcher: starts everything, has an on-sale played, and tells what came of it. */
@NullMarked
package dev.sluice.onsale;

import org.jspecify.annotations.NullMarked;
