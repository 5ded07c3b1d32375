/** What MySQL, Redis, the topic, the API and the client's own log say of what was played. */
@NullMarked
package dev.sluice.rig.evidence;

import org.jspecify.annotations.NullMarked;
