/** Jobs: their list, and one of them with its history. */
@NullMarked
package dev.sluice.dashboard.pages.jobs;

import org.jspecify.annotations.NullMarked;
