/** The checks of the promises, on evidence alone: no check opens a connection. */
@NullMarked
package dev.sluice.onsale.check;

import org.jspecify.annotations.NullMarked;
