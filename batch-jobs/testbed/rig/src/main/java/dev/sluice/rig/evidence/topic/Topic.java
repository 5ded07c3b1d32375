package dev.sluice.rig.evidence.topic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The topic of the outcomes. Reading never creates it. */
public final class Topic {

  /** Its name. */
  public static final String NAME = "sluice.outcomes.v1";

  private static final Duration READ_MAX = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String bootstrapServers;

  /** Of the brokers at these addresses. */
  public Topic(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** The end of each partition now; empty where there is no topic yet. */
  public Map<TopicPartition, Long> ends() {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      return consumer.endOffsets(partitions(consumer));
    }
  }

  /**
   * Every record from these offsets, or the beginning, to the present end, in order of partition
   * and offset. What does not come within 30 seconds is missing.
   */
  public List<Published> read(Map<TopicPartition, Long> from) {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      from.forEach(consumer::seek);
      var events = new ArrayList<Published>();
      long deadline = System.nanoTime() + READ_MAX.toNanos();
      while (ends.entrySet().stream()
              .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())
          && System.nanoTime() - deadline < 0) {
        consumer.poll(POLL).forEach(event -> events.add(published(event)));
      }
      events.sort(Comparator.comparingInt(Published::partition).thenComparing(Published::offset));
      return events;
    }
  }

  private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    return consumer.listTopics().getOrDefault(NAME, List.of()).stream()
        .map(partition -> new TopicPartition(NAME, partition.partition()))
        .toList();
  }

  private static Published published(ConsumerRecord<byte[], byte[]> event) {
    return new Published(
        event.partition(),
        event.offset(),
        event.key() == null ? null : text(event.key()),
        header(event, "ce_id"),
        header(event, "ce_type"),
        Objects.requireNonNullElse(event.value(), new byte[0]));
  }

  private static String header(ConsumerRecord<byte[], byte[]> event, String name) {
    @Nullable Header header = event.headers().lastHeader(name);
    return header == null ? "" : text(header.value());
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            5_000),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
