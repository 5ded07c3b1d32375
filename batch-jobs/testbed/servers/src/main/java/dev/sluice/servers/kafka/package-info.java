/** Kafka as a JVM of its own or in a container. */
@NullMarked
package dev.sluice.servers.kafka;

import org.jspecify.annotations.NullMarked;
