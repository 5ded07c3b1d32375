/** How somebody reads: language, zone, times and numbers. */
@NullMarked
package dev.sluice.dashboard.reader;

import org.jspecify.annotations.NullMarked;
