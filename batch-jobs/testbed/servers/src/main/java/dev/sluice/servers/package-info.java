/**
 * Starts MariaDB or MySQL, Redis and Kafka for tests and the launcher, and lets tests hurt them.
 */
@NullMarked
package dev.sluice.servers;

import org.jspecify.annotations.NullMarked;
