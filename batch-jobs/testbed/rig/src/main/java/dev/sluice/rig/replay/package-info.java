/** The journal played again, session by session, and what cannot be in it. */
@NullMarked
package dev.sluice.rig.replay;

import org.jspecify.annotations.NullMarked;
