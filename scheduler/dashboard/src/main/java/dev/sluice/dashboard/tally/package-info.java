/** How often each job ran in each hour: what would otherwise be counted at every look. */
@NullMarked
package dev.sluice.dashboard.tally;

import org.jspecify.annotations.NullMarked;
