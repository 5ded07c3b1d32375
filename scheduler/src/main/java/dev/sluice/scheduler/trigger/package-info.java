/** When jobs run: Quartz's triggers of all of them, and the one class that it calls. */
@NullMarked
package dev.sluice.scheduler.trigger;

import org.jspecify.annotations.NullMarked;
