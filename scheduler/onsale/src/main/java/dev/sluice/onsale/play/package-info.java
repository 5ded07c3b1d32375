/** The player of an on-sale: a client of the HTTP API, and nothing else. */
@NullMarked
package dev.sluice.onsale.play;

import org.jspecify.annotations.NullMarked;
