/** What ran: jobs, executions and steps, read from Spring Batch's tables at any size of them. */
@NullMarked
package dev.sluice.dashboard.history;

import org.jspecify.annotations.NullMarked;
