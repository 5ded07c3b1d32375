/** What clients know: the requests that they sent, and what the API answered. */
@NullMarked
package dev.sluice.rig.evidence.client;

import org.jspecify.annotations.NullMarked;
