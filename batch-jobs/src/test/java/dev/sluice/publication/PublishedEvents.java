package dev.sluice.publication;

import dev.sluice.servers.Servers;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a shard has on Kafka, as the CloudEvents SDK reads it: those of one key in their order. */
final class PublishedEvents {

  private PublishedEvents() {}

  /** All events of the shard, repeats too; partition after partition. */
  static List<Event> list(int shard) {
    var events = new ArrayList<Event>();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", Servers.shared().kafka().bootstrapServers());
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new CloudEventDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(OutcomeEvents.TOPIC).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
        for (ConsumerRecord<byte[], CloudEvent> record : consumer.poll(Duration.ofMillis(100))) {
          if (record.value().getSource().toString().equals("/sluice/shards/" + shard)) {
            events.add(Event.of(record));
          }
        }
      }
    }
    return events;
  }

  /** Each event once, where it was seen first. */
  static List<Event> listFirst(int shard) {
    Set<Long> seen = new HashSet<>();
    return list(shard).stream().filter(event -> seen.add(event.number())).toList();
  }

  /** Whether those of each key come in order. */
  static boolean areInOrder(List<Event> events) {
    var newest = new HashMap<String, Long>();
    for (Event event : events) {
      Long before = newest.put(event.key(), event.number());
      if (before != null && before > event.number()) {
        return false;
      }
    }
    return true;
  }

  /** An event with its key. */
  record Event(String key, CloudEvent event) {

    private static Event of(ConsumerRecord<byte[], CloudEvent> record) {
      return new Event(new String(record.key(), StandardCharsets.UTF_8), record.value());
    }

    /** The number that its id ends with. */
    long number() {
      String id = event.getId();
      return Long.parseLong(id.substring(id.indexOf('-') + 1));
    }

    String data() {
      return new String(
          Objects.requireNonNull(event.getData(), "no data").toBytes(), StandardCharsets.UTF_8);
    }
  }
}
