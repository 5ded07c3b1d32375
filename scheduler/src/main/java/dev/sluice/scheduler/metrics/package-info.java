/**
 * Figures of the shards for Prometheus: what only the servers know, looked up every few seconds.
 */
@NullMarked
package dev.sluice.scheduler.metrics;

import org.jspecify.annotations.NullMarked;
