package dev.sluice.bench.drain;

import dev.sluice.bench.world.Schema;
import dev.sluice.contract.Uuids;
import dev.sluice.rig.evidence.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a drain has written: rows, bytes and events of its slices, to be written again by somebody
 * who need not decide anything.
 *
 * @param slices in order
 */
record Recording(List<Slice> slices) {

  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * One slice.
   *
   * @param row its journal row, column by column
   * @param drained entries decided
   * @param entries the compressed elements
   * @param reservations rows, column by column
   * @param events as they were published
   */
  record Slice(
      List<Object> row,
      int drained,
      byte[] entries,
      List<List<Object>> reservations,
      List<ProducerRecord<byte[], byte[]>> events) {}

  /** The slices of a shard behind a number, whose grants are all of one session. */
  static Recording of(
      Schema schema, UUID session, long number, Map<TopicPartition, Long> from, String topic)
      throws SQLException {
    Map<Long, ProducerRecord<byte[], byte[]>> events = events(schema, from, topic);
    try (Connection connection = schema.connect()) {
      List<List<Object>> reservations = reservations(connection, session);
      var slices = new ArrayList<Slice>();
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              SELECT shard, first_number, last_number, first_entry, last_entry, decided_at, fence, policy_version,
                drained, granted, waitlisted, rejected, duplicates, dead_lettered, transitions,
                load_micros, decide_micros, apply_micros, hash, entries
              FROM slice WHERE first_number > ? ORDER BY first_number
              """)) {
        select.setLong(1, number);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            slices.add(slice(rows, reservations, events));
          }
        }
      }
      return new Recording(slices);
    }
  }

  private static Slice slice(
      ResultSet row,
      List<List<Object>> reservations,
      Map<Long, ProducerRecord<byte[], byte[]>> events)
      throws SQLException {
    long first = row.getLong("first_number");
    long last = row.getLong("last_number");
    var published = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (long number = first; number <= last; number++) {
      published.add(Objects.requireNonNull(events.get(number), "event " + number));
    }
    return new Slice(
        columns(row),
        row.getInt("drained"),
        row.getBytes("entries"),
        reservations.stream().filter(it -> isBetween(first, (Long) it.get(6), last)).toList(),
        published);
  }

  private static boolean isBetween(long first, long number, long last) {
    return first <= number && number <= last;
  }

  private static List<List<Object>> reservations(Connection connection, UUID session)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT session_id, id, customer, status, digest, shard, number, amount, currency, seats,
              hold_expires_at, decided_at, changed_at
            FROM reservation WHERE session_id = ? ORDER BY id
            """)) {
      select.setBytes(1, Uuids.toBytes(session));
      try (ResultSet rows = select.executeQuery()) {
        var reservations = new ArrayList<List<Object>>();
        while (rows.next()) {
          reservations.add(columns(rows));
        }
        return reservations;
      }
    }
  }

  private static List<Object> columns(ResultSet row) throws SQLException {
    var columns = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      columns.add(row.getObject(i));
    }
    return columns;
  }

  /** Of the records behind these offsets, by their numbers. */
  private static Map<Long, ProducerRecord<byte[], byte[]>> events(
      Schema schema, Map<TopicPartition, Long> from, String topic) {
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                schema.servers().kafkaBootstrapServers(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.NAME).stream()
              .map(partition -> new TopicPartition(Topic.NAME, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      from.forEach(consumer::seek);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      var events = new HashMap<Long, ProducerRecord<byte[], byte[]>>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> event : consumer.poll(POLL)) {
          String id =
              new String(event.headers().lastHeader("ce_id").value(), StandardCharsets.US_ASCII);
          events.put(
              Long.parseLong(id.substring(id.indexOf('-') + 1)),
              new ProducerRecord<>(topic, null, null, event.key(), event.value(), event.headers()));
        }
      }
      return events;
    }
  }
}
