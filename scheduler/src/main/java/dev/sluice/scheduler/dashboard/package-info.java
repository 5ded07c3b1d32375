/** What Sluice adds to the dashboard. */
@NullMarked
package dev.sluice.scheduler.dashboard;

import org.jspecify.annotations.NullMarked;
