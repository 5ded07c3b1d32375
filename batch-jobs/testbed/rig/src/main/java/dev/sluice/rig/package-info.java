/** Runs the parts as they are shipped, makes sessions for them, and signs tokens. */
@NullMarked
package dev.sluice.rig;

import org.jspecify.annotations.NullMarked;
