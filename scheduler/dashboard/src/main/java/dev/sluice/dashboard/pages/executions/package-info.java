/** Executions: their list, one of them, and what is done to it. */
@NullMarked
package dev.sluice.dashboard.pages.executions;

import org.jspecify.annotations.NullMarked;
