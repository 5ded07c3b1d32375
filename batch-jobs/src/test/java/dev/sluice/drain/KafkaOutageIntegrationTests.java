package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.servers.Servers;
import dev.sluice.servers.kafka.Kafka;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;

/** Kafka dies and comes back: nobody waits for it, and nothing is missing in the end (I4). */
class KafkaOutageIntegrationTests {

  private static final Kafka SERVER = Servers.shared().kafka();

  private final DrainFixture fixture = DrainFixture.onOwnDatabase();
  private Node node;
  private int shard;
  private Traffic traffic;

  @BeforeEach
  void startNode() {
    shard = fixture.newOnlyShard();
    traffic = new Traffic(fixture, shard, 11);
    node = Node.start(fixture, Map.of()).ticking();
  }

  @AfterEach
  void close() {
    SERVER.start();
    node.close();
    fixture.close();
  }

  /** The drain has ended by the time that Kafka is back, so it is the relay that catches up. */
  @Test
  void theRelayCatchesUpWhenKafkaIsBack() {
    traffic.append(100);
    awaitDrained();
    new PublishedEvents(fixture, shard).check();
    SERVER.kill();
    traffic.append(300);
    awaitDrained();
    await().atMost(DrainFixture.PATIENCE).until(() -> node.drains().listDrained().isEmpty());
    assertThat(fixture.publications().listBehind()).hasSize(1);
    SERVER.start();
    new PublishedEvents(fixture, shard).check();
    traffic.check();
    await()
        .atMost(DrainFixture.PATIENCE)
        .until(() -> relays().stream().anyMatch(one -> one.getStatus() == BatchStatus.COMPLETED));
  }

  /** The publisher beside a drain that goes on waits for the broker, nobody else does. */
  @Test
  void aDrainGoesOnWhileKafkaIsAway() {
    try (var _ = traffic.start()) {
      await().atMost(DrainFixture.PATIENCE).until(() -> published() > 50);
      SERVER.kill();
      long enough = decided() + 500;
      await().atMost(DrainFixture.PATIENCE).until(() -> decided() > enough);
      SERVER.start();
      await().atMost(DrainFixture.PATIENCE.multipliedBy(2)).until(() -> published() > enough);
    }
    awaitDrained();
    new PublishedEvents(fixture, shard).check();
    traffic.check();
  }

  private List<JobExecution> relays() {
    return node.repository().getJobInstances("relay-outcomes", 0, 100).stream()
        .flatMap(instance -> node.repository().getJobExecutions(instance).stream())
        .toList();
  }

  private long published() {
    return fixture.publications().getNumber(shard);
  }

  private long decided() {
    return fixture.journalRows(shard).list().stream()
        .mapToLong(JournalRows.Row::lastNumber)
        .max()
        .orElse(0);
  }

  private void awaitDrained() {
    await().atMost(DrainFixture.PATIENCE).until(() -> fixture.backlog(shard) == 0);
  }
}
