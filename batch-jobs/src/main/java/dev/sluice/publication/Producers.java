package dev.sluice.publication;

import org.apache.kafka.clients.producer.Producer;

/** Makes producers; one that has failed is not used again. */
@FunctionalInterface
public interface Producers {

  /** A new producer: idempotent, waiting for all replicas. */
  Producer<byte[], byte[]> create();
}
