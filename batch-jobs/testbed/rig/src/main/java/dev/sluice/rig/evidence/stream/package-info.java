/** What the streams of Redis hold: requests that wait, and outcomes. */
@NullMarked
package dev.sluice.rig.evidence.stream;

import org.jspecify.annotations.NullMarked;
