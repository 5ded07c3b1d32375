/** Compares what a process tells Prometheus with the catalogue of metrics. */
@NullMarked
package dev.sluice.servers.metrics;

import org.jspecify.annotations.NullMarked;
