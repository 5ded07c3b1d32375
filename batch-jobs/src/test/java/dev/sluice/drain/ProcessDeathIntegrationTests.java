package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.ShardKeys;
import dev.sluice.drain.NodeApplication.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes as processes, killed and frozen: whatever dies when, the promises hold (I2, I3, I4). */
class ProcessDeathIntegrationTests {

  private static final long SEED = Long.getLong("sluice.seed", 20_261_121L);
  private static final Duration LEASE = Duration.ofSeconds(2);

  private final DrainFixture fixture = DrainFixture.onOwnDatabase();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private int shard;
  private Traffic traffic;

  @BeforeEach
  void newShard() {
    // The nodes drain what the table has: the shards of the migrations are other tests' too.
    fixture.jdbc().update("DELETE FROM publication");
    fixture.jdbc().update("DELETE FROM shard");
    shard = fixture.newShard();
    traffic = new Traffic(fixture, shard, SEED);
  }

  @AfterEach
  void close() {
    nodes.forEach(NodeProcess::close);
    fixture.close();
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
          start(Map.of(NodeApplication.HALT_AT, point.name(), NodeApplication.HALT_AT_SLICE, 2)));
    }
    while (dying.stream().anyMatch(NodeProcess::isAlive)) {
      traffic.append(100);
      long enough = decided() + 50;
      await()
          .atMost(NodeProcess.PATIENCE)
          .until(() -> decided() >= enough || dying.stream().noneMatch(NodeProcess::isAlive));
    }
    assertThat(dying).allMatch(node -> node.awaitEnd() == NodeApplication.HALTED);
    start(Map.of());
    awaitAllDecidedAndCheck();
  }

  /** A dozen rounds of {@code kill -9} of one of two nodes, under load. */
  @Test
  void killsAtRandomLoseAndDoubleNothing() {
    var random = new Random(SEED);
    start(Map.of());
    start(Map.of());
    try (var _ = traffic.start()) {
      for (int round = 0; round < 12; round++) {
        long enough = decided() + random.nextInt(400);
        await().atMost(NodeProcess.PATIENCE).until(() -> decided() > enough);
        LockSupport.parkNanos(random.nextInt(100_000_000));
        nodes.remove(random.nextInt(2)).kill();
        start(Map.of());
      }
    }
    awaitAllDecidedAndCheck();
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
    NodeProcess frozen = start(Map.of(NodeApplication.BLOCK_WHILE, block)).ready();
    traffic.append(1);
    frozen.awaitSaid(NodeApplication.BLOCKED);
    long fence = fixture.shards().get(shard).fence();
    NodeProcess second = start(Map.of()).ready();
    frozen.freeze();
    long since = System.nanoTime();
    await().atMost(NodeProcess.PATIENCE).until(() -> decided() > 0);
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(LEASE.multipliedBy(6));
    assertThat(fixture.journalRows(shard).list().getFirst().fence()).isGreaterThan(fence);

    Files.delete(block);
    frozen.thaw();
    frozen.awaitSaid("Communications link failure");
    traffic.append(200);
    awaitAllDecidedAndCheck();
    assertThat(fixture.journalRows(shard).list()).noneMatch(slice -> slice.fence() <= fence);

    second.kill();
    traffic.append(200);
    awaitAllDecidedAndCheck();
    assertThat(frozen.isAlive()).isTrue();
  }

  /** An orderly end waits for the slice under way and gives the lease back at once. */
  @Test
  void anOrderlyStopLeavesNothingBehind() {
    NodeProcess node = start(Map.of("sluice.drain.linger", "1m")).ready();
    traffic.append(500);
    await().until(() -> decided() > 100);
    long since = System.nanoTime();
    assertThat(node.stop()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(4));
    assertThat(fixture.redis().exists(new ShardKeys(shard).lease())).isZero();
  }

  private void awaitAllDecidedAndCheck() {
    await().atMost(NodeProcess.PATIENCE).until(() -> fixture.backlog(shard) == 0);
    fixture.promises(shard).check(traffic.requests());
    new PublishedEvents(fixture, shard).check();
  }

  private NodeProcess start(Map<String, Object> more) {
    var properties = new HashMap<String, Object>(more);
    properties.put("sluice.drain.lease-length", LEASE.toMillis() + "ms");
    NodeProcess node = NodeProcess.start(fixture, properties);
    nodes.add(node);
    return node;
  }

  private long decided() {
    Long number =
        fixture
            .jdbc()
            .queryForObject("SELECT last_number FROM shard WHERE id = ?", Long.class, shard);
    return Objects.requireNonNull(number);
  }
}
