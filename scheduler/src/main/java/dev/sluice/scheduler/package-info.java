/** The process that triggers the jobs. */
@NullMarked
package dev.sluice.scheduler;

import org.jspecify.annotations.NullMarked;
