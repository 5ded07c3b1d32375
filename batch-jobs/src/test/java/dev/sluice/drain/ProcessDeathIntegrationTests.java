package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.drain.NodeApplication.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes as processes, killed and frozen: whatever dies when, the promises hold (I2, I3, I4). */
class ProcessDeathIntegrationTests {

  private static final long SEED = Long.getLong("sluice.seed", 20_261_121L);

  private final NodeProcesses nodes = new NodeProcesses(SEED);
  private final DrainFixture fixture = nodes.fixture();
  private final int shard = nodes.shard();
  private final Traffic traffic = nodes.traffic();

  @AfterEach
  void close() {
    nodes.close();
  }

  /**
   * Three nodes, each of which dies at its point of its second slice. Seen to fail without the
   * verification's completion of the outcome stream, and without its removal of decided entries.
   */
  @Test
  void aDeathAtAnyPointOfASliceLeavesTheRestToTheNextHolder() {
    List<NodeProcess> dying = new ArrayList<>();
    for (Point point : Point.values()) {
      dying.add(
          nodes.start(
              Map.of(NodeApplication.HALT_AT, point.name(), NodeApplication.HALT_AT_SLICE, 2)));
    }
    while (dying.stream().anyMatch(NodeProcess::isAlive)) {
      traffic.append(100);
      long enough = nodes.decided() + 50;
      await()
          .atMost(NodeProcess.PATIENCE)
          .until(() -> nodes.decided() >= enough || dying.stream().noneMatch(NodeProcess::isAlive));
    }
    assertThat(dying).allMatch(node -> node.awaitEnd() == NodeApplication.HALTED);
    nodes.start(Map.of());
    nodes.awaitAllDecidedAndCheck();
  }

  /** A dozen rounds of {@code kill -9} of one of two nodes, under load. */
  @Test
  void killsAtRandomLoseAndDoubleNothing() {
    var random = new Random(SEED);
    nodes.start(Map.of());
    nodes.start(Map.of());
    try (var _ = traffic.start()) {
      for (int round = 0; round < 12; round++) {
        long enough = nodes.decided() + random.nextInt(400);
        await().atMost(NodeProcess.PATIENCE).until(() -> nodes.decided() > enough);
        LockSupport.parkNanos(random.nextInt(100_000_000));
        nodes.kill(nodes.list().get(random.nextInt(2)));
        nodes.start(Map.of());
      }
    }
    nodes.awaitAllDecidedAndCheck();
  }

  /**
   * A holder that stands still in the middle of a transaction, with the shard's row locked: the
   * next one goes on within about two lease lengths (the lock in Redis ends, then the connection).
   * Awake again it can commit nothing, and lives on. How often the others take the lease is not
   * asked: one whose database was slow takes it again. Seen to fail without the connection's
   * wait_timeout.
   */
  @Test
  void aFrozenHolderLosesItsRowLockAndItsLease() throws IOException {
    Path block = Files.createTempFile("sluice-block", "");
    NodeProcess frozen = nodes.start(Map.of(NodeApplication.BLOCK_WHILE, block)).ready();
    traffic.append(1);
    frozen.awaitSaid(NodeApplication.BLOCKED);
    long fence = nodes.fence();
    NodeProcess second = nodes.start(Map.of()).ready();
    frozen.freeze();
    long since = System.nanoTime();
    await().atMost(NodeProcess.PATIENCE).until(() -> nodes.decided() > 0);
    assertThat(Duration.ofNanos(System.nanoTime() - since))
        .isLessThan(NodeProcesses.LEASE.multipliedBy(6));
    assertThat(fixture.journalRows(shard).list().getFirst().fence()).isGreaterThan(fence);

    Files.delete(block);
    frozen.thaw();
    frozen.awaitSaid("Communications link failure");
    traffic.append(200);
    nodes.awaitAllDecidedAndCheck();
    assertThat(fixture.journalRows(shard).list()).noneMatch(slice -> slice.fence() <= fence);

    second.kill();
    traffic.append(200);
    nodes.awaitAllDecidedAndCheck();
    assertThat(frozen.isAlive()).isTrue();
  }

  /** An orderly end waits for the slice under way and gives the lease back at once. */
  @Test
  void anOrderlyStopLeavesNothingBehind() {
    NodeProcess node = nodes.start(Map.of("sluice.drain.linger", "1m")).ready();
    traffic.append(500);
    await().until(() -> nodes.decided() > 100);
    long since = System.nanoTime();
    assertThat(node.stop()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(4));
    assertThat(fixture.redis().exists(new ShardKeys(shard).lease())).isZero();
  }
}
