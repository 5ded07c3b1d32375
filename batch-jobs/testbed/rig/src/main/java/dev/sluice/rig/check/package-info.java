/** The checks of the promises, on evidence alone: no check opens a connection. */
@NullMarked
package dev.sluice.rig.check;

import org.jspecify.annotations.NullMarked;
