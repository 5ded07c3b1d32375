/** What Sluice adds to the dashboard. */
@NullMarked
package dev.sluice.scheduler.pages;

import org.jspecify.annotations.NullMarked;
