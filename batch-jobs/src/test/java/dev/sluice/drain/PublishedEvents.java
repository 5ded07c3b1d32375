package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.servers.Servers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a shard has on Kafka, read from the beginning. */
final class PublishedEvents {

  private static final String TOPIC = "sluice.outcomes.v1";

  private final DrainFixture fixture;
  private final int shard;

  PublishedEvents(DrainFixture fixture, int shard) {
    this.fixture = fixture;
    this.shard = shard;
  }

  /**
   * Waits until the shard's journal is acknowledged, and fails unless I4 holds: every number is
   * there, each key's in order when seen first, and again with the same content.
   */
  void check() {
    long last = fixture.journalRows(shard).list().getLast().lastNumber();
    await()
        .atMost(DrainFixture.PATIENCE.multipliedBy(2))
        .until(() -> fixture.publications().getNumber(shard) == last);
    var seen = new HashMap<Long, byte[]>();
    var newest = new HashMap<String, Long>();
    for (ConsumerRecord<byte[], byte[]> event : read()) {
      long number = number(event);
      byte[] before = seen.putIfAbsent(number, event.value());
      if (before == null) {
        Long previous = newest.put(new String(event.key(), StandardCharsets.UTF_8), number);
        assertThat(previous == null || previous < number)
            .as("event %d of its key comes after %s", number, previous)
            .isTrue();
      } else {
        assertThat(Arrays.equals(before, event.value())).as("event %d again", number).isTrue();
      }
    }
    assertThat(new TreeSet<>(seen.keySet()))
        .isEqualTo(
            LongStream.rangeClosed(1, last).collect(TreeSet::new, TreeSet::add, TreeSet::addAll));
  }

  private List<ConsumerRecord<byte[], byte[]>> read() {
    byte[] source = ("/sluice/shards/" + shard).getBytes(StandardCharsets.UTF_8);
    var events = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            Servers.shared().kafka().bootstrapServers(),
            "group.id",
            UUID.randomUUID().toString());
    var deserializer = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(settings, deserializer, deserializer)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC).stream().map(PublishedEvents::partition).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> event : consumer.poll(Duration.ofMillis(100))) {
          if (Arrays.equals(event.headers().lastHeader("ce_source").value(), source)) {
            events.add(event);
          }
        }
      }
    }
    return events;
  }

  private static TopicPartition partition(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }

  /** The number in the event's id. */
  private static long number(ConsumerRecord<byte[], byte[]> event) {
    String id = new String(event.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
    return Long.parseLong(id.substring(id.indexOf('-') + 1));
  }
}
