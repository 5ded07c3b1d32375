/** Finds again in the logs what somebody tells of a call. */
@NullMarked
package dev.sluice.web.correlation;

import org.jspecify.annotations.NullMarked;
