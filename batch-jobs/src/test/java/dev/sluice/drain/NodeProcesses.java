package dev.sluice.drain;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Nodes as processes, on the only shard of a database of their own, with random requests. */
final class NodeProcesses implements AutoCloseable {

  static final Duration LEASE = Duration.ofSeconds(2);

  private final DrainFixture fixture = DrainFixture.onOwnDatabase();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final int shard = fixture.newOnlyShard();
  private final Traffic traffic;

  /** None yet. */
  NodeProcesses(long seed) {
    traffic = new Traffic(fixture, shard, seed);
  }

  DrainFixture fixture() {
    return fixture;
  }

  int shard() {
    return shard;
  }

  Traffic traffic() {
    return traffic;
  }

  /** Those that were started and not killed here, in that order. */
  List<NodeProcess> list() {
    return List.copyOf(nodes);
  }

  /** Starts one more; does not wait for it. */
  NodeProcess start(Map<String, Object> more) {
    var properties = new HashMap<String, Object>(more);
    properties.put("sluice.drain.lease-length", LEASE.toMillis() + "ms");
    NodeProcess node = NodeProcess.start(fixture, properties);
    nodes.add(node);
    return node;
  }

  /** {@code kill -9}. */
  void kill(NodeProcess node) {
    nodes.remove(node);
    node.kill();
  }

  /** The number of the last outcome or transition. */
  long decided() {
    return get("last_number");
  }

  long fence() {
    return get("fence");
  }

  /** Waits until that many more are decided. */
  void awaitDecided(long more) {
    long enough = decided() + more;
    await().atMost(NodeProcess.PATIENCE).until(() -> decided() >= enough);
  }

  /** Waits until the stream is empty, and checks every promise, on Kafka too. */
  void awaitAllDecidedAndCheck() {
    await().atMost(NodeProcess.PATIENCE).until(() -> fixture.backlog(shard) == 0);
    fixture.promises(shard).check(traffic.requests());
    new PublishedEvents(fixture, shard).check();
  }

  private long get(String column) {
    return Objects.requireNonNull(
        fixture
            .jdbc()
            .queryForObject("SELECT " + column + " FROM shard WHERE id = ?", Long.class, shard));
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::close);
    fixture.close();
  }
}
