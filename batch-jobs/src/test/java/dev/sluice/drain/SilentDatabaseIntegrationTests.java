package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.stream.ShardKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;

/**
 * A database that takes connections and says nothing, to one node only: that node must not keep the
 * shard for itself.
 */
class SilentDatabaseIntegrationTests {

  /** Each wait for the database is below the lease of two seconds; giving up takes some of them. */
  private static final Duration GIVING_UP_MAX = Duration.ofSeconds(15);

  private final DrainFixture fixture = DrainFixture.onOwnDatabase();
  private final DatabaseProxy proxy = new DatabaseProxy();
  private int shard;
  private Traffic traffic;
  private Node deaf;

  @BeforeEach
  void startNode() {
    shard = fixture.newOnlyShard();
    traffic = new Traffic(fixture, shard, 11);
    deaf =
        Node.start(
            fixture,
            Map.of(
                "spring.datasource.url",
                proxy.url(fixture.database().url()),
                "sluice.drain.linger",
                "1m"));
  }

  @AfterEach
  void close() {
    proxy.close();
    deaf.close();
    fixture.close();
  }

  /** Seen to fail without the timeouts: the lease was renewed for ever, and nobody drained. */
  @Test
  void anotherNodeDrainsAShardWhoseHolderHearsNothing() {
    traffic.append(50);
    deaf.ticking();
    await().atMost(DrainFixture.PATIENCE).until(() -> fixture.backlog(shard) == 0);
    proxy.silence();
    traffic.append(50);
    await()
        .atMost(GIVING_UP_MAX)
        .until(() -> fixture.redis().exists(new ShardKeys(shard).lease()) == 0);

    try (Node other = Node.start(fixture, Map.of()).ticking()) {
      await().atMost(DrainFixture.PATIENCE).until(() -> fixture.backlog(shard) == 0);
      traffic.check();
      assertThat(statuses(other)).contains(BatchStatus.FAILED);
    }
  }

  private static List<BatchStatus> statuses(Node node) {
    return node.repository().getJobInstances("drain", 0, 100).stream()
        .map(instance -> Objects.requireNonNull(node.repository().getLastJobExecution(instance)))
        .map(execution -> execution.getStatus())
        .toList();
  }
}
