package dev.sluice.publication;

import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes producers; one that has failed is not used again. */
@FunctionalInterface
public interface Producers {

  /** What every producer of events is set to, beside where the broker is and how long to wait. */
  Map<String, Object> SETTINGS =
      Map.of(
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ByteArraySerializer.class,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ByteArraySerializer.class,
          ProducerConfig.ACKS_CONFIG,
          "all",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          true,
          ProducerConfig.COMPRESSION_TYPE_CONFIG,
          "snappy",
          ProducerConfig.LINGER_MS_CONFIG,
          5,
          ProducerConfig.BATCH_SIZE_CONFIG,
          128 * 1024);

  /** A new producer: idempotent, waiting for all replicas. */
  Producer<byte[], byte[]> create();
}
