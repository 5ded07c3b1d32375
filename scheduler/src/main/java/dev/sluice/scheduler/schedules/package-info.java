/** The dashboard's page of schedules: when jobs of the calendar run, and changing it. */
@NullMarked
package dev.sluice.scheduler.schedules;

import org.jspecify.annotations.NullMarked;
