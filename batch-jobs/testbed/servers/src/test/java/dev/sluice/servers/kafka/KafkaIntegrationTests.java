package dev.sluice.servers.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.servers.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaIntegrationTests {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Kafka kafka = Servers.shared().kafka();
  private final String topic = "outcomes-" + UUID.randomUUID();

  @AfterEach
  void heal() {
    kafka.thaw();
    kafka.start();
  }

  @Test
  void makesATopicWhenFirstUsed() throws Exception {
    send("held");

    try (Admin admin = Admin.create(settings())) {
      var topics = admin.describeTopics(List.of(topic)).allTopicNames().get();
      assertThat(topics.values()).singleElement().satisfies(this::hasThreePartitions);
    }
  }

  @Test
  void keepsAcknowledgedRecordsThroughAKill() throws Exception {
    send("held");
    String address = kafka.bootstrapServers();
    kafka.kill();
    kafka.start();
    send("confirmed");

    assertThat(kafka.bootstrapServers()).isEqualTo(address);
    assertThat(receive(2)).containsExactlyInAnyOrder("held", "confirmed");
  }

  @Test
  void keepsRecordsThroughAStop() throws Exception {
    send("held");
    kafka.stop();
    kafka.start();

    assertThat(receive(1)).containsExactly("held");
  }

  @Test
  void keepsOffsetsThroughAKill() throws Exception {
    send("held");
    assertThat(receive(1)).containsExactly("held");
    kafka.kill();
    kafka.start();
    send("confirmed");

    assertThat(receive(1)).containsExactly("confirmed");
  }

  @Test
  void takesTransactions() throws Exception {
    var settings = settings();
    settings.put("transactional.id", topic);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, "held")).get();
      producer.commitTransaction();
    }

    assertThat(receive(1)).containsExactly("held");
  }

  @Test
  void hangsWhileFrozen() throws Exception {
    send("held");
    try (Admin admin = Admin.create(settings())) {
      admin.describeCluster().nodes().get();
      kafka.freeze();
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> admin.describeCluster().nodes().get(1, TimeUnit.SECONDS));
      kafka.thaw();
    }
    send("confirmed");
    assertThat(receive(2)).containsExactlyInAnyOrder("held", "confirmed");
  }

  private void hasThreePartitions(TopicDescription description) {
    assertThat(description.partitions()).hasSize(3);
  }

  private void send(String value) throws ExecutionException, InterruptedException {
    try (var producer =
        new KafkaProducer<>(settings(), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  /** Reads on as the test's own group and commits. */
  private List<String> receive(int count) {
    var values = new ArrayList<String>();
    var settings = settings();
    settings.put("group.id", topic);
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (values.size() < count && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> consumed : consumer.poll(Duration.ofMillis(200))) {
          values.add(consumed.value());
        }
      }
      consumer.commitSync();
    }
    return values;
  }

  private Map<String, Object> settings() {
    return new HashMap<>(Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"));
  }
}
