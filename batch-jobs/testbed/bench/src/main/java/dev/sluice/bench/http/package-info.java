/** Measures the intake over HTTP: single requests, bulk calls, latency, and thousands who wait. */
@NullMarked
package dev.sluice.bench.http;

import org.jspecify.annotations.NullMarked;
