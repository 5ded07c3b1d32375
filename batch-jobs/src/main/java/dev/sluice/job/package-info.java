/**
 * What every job shares: its bean that says when it runs, its executions and their lock, how a
 * failure is told, and where Spring Batch keeps what it knows.
 */
@NullMarked
package dev.sluice.job;

import org.jspecify.annotations.NullMarked;
