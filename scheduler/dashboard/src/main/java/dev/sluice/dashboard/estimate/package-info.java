/** How long something usually takes, and when it should end. */
@NullMarked
package dev.sluice.dashboard.estimate;

import org.jspecify.annotations.NullMarked;
