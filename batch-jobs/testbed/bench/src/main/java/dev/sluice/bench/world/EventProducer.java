package dev.sluice.bench.world;

import dev.sluice.publication.Producers;
import dev.sluice.rig.Addresses;
import java.util.HashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Producers of events with the settings of Sluice's own publisher. */
public final class EventProducer {

  private EventProducer() {}

  /** A new one. */
  public static Producer<byte[], byte[]> create(Addresses servers) {
    var settings = new HashMap<>(Producers.SETTINGS);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers.kafkaBootstrapServers());
    return new KafkaProducer<>(settings);
  }
}
