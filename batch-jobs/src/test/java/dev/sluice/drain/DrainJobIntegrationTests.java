package dev.sluice.drain;

import static dev.sluice.drain.Requests.best;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.request.Request;
import dev.sluice.servers.Servers;
import dev.sluice.shard.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What Spring Batch's tables say of drains and relays: the truth, and no more of it than needed.
 */
class DrainJobIntegrationTests {

  /** Its own: a tick looks at all shards, and executions are counted. */
  @RegisterExtension static final DrainFixture fixture = DrainFixture.onOwnDatabase();

  private int shard;
  private UUID session;
  private Requests requests;
  private Node node;

  @BeforeEach
  void start() {
    shard = fixture.newOnlyShard();
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
    node = Node.start(fixture, Map.of("sluice.drain.linger", "1500ms"));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** An execution decides slice after slice, ends when it was idle for the linger, and counts. */
  @Test
  void countsRequestsInItsStep() {
    append(300);
    for (int i = 0; i < 5; i++) {
      requests.add(Map.of("v", new byte[] {'9'}));
    }
    tickUntilDrained();
    awaitEnd();

    assertThat(executions()).containsExactly("COMPLETED 305 300 5");
    fixture.promises(shard).check(requests);
  }

  /** Seen to fail without the linger: an execution for each of the ten. */
  @Test
  void staysForATrickleOfRequests() {
    for (int i = 0; i < 10; i++) {
      append(1);
      tickUntilDrained();
    }
    awaitEnd();
    assertThat(executions()).containsExactly("COMPLETED 10 10 0");
  }

  /**
   * Connecting to Redis and the first read are slow, as on a machine that is busy. Seen to fail
   * with a linger that begins with the step: the execution ended without having looked.
   */
  @Test
  void decidesWhatIsThereHoweverLongItWasInConnecting() {
    var slow = Map.of("XINFO", Duration.ofMillis(1_200), "XREAD", Duration.ofMillis(500));
    Set<String> met = ConcurrentHashMap.newKeySet();
    node.close();
    append(1);
    try (var proxy =
        new RedisProxy(
            Servers.shared().redis().uri(),
            (_, command) -> {
              Duration delay = slow.get(command.getFirst());
              if (delay != null && met.add(command.getFirst())) {
                LockSupport.parkNanos(delay.toNanos());
              }
              return true;
            })) {
      node =
          Node.start(
              fixture, Map.of("sluice.drain.linger", "1s", "spring.data.redis.url", proxy.uri()));
      tickUntilDrained();
      awaitEnd();
      assertThat(met).containsExactlyInAnyOrderElementsOf(slow.keySet());
      assertThat(executions()).containsExactly("COMPLETED 1 1 0");
      node.close();
    }
  }

  @Test
  void launchesNothingWhileThereIsNothingToDo() {
    append(1);
    tickUntilDrained();
    awaitEnd();
    for (int i = 0; i < 50; i++) {
      node.tick();
      assertThat(node.drains().listDrained()).isEmpty();
    }
    assertThat(executions()).hasSize(1);

    append(1);
    tickUntilDrained();
    awaitEnd();
    assertThat(executions()).containsExactly("COMPLETED 1 1 0", "COMPLETED 1 1 0");
  }

  /** A shard that cannot go on fails its execution with the reason, and is left alone. */
  @Test
  void failsWhereTheShardIsPaused() {
    fixture
        .jdbc()
        .update(
            "INSERT INTO reservation_seat SELECT id, 0, id FROM session WHERE shard = ?", shard);
    requests.append(Requests.reserve(session, "anna", "A-1-1"));
    node.tick();
    await().atMost(DrainFixture.PATIENCE).until(() -> fixture.shards().findPause(shard) != null);
    awaitEnd();
    assertThat(executions()).containsExactly("FAILED 0 0 0");
    assertThat(
            fixture
                .jdbc()
                .queryForObject("SELECT MAX(EXIT_MESSAGE) FROM BATCH_STEP_EXECUTION", String.class))
        .contains("seat_sold_once");
    for (int i = 0; i < 20; i++) {
      node.tick();
    }
    awaitEnd();
    assertThat(executions()).hasSize(1);
  }

  /** What a drain left is published without one. */
  @Test
  void relaysWhatNobodyHasPublished() {
    append(20);
    fixture.drain(shard);
    int last = fixture.journalRows(shard).elements().size();
    assertThat(fixture.publications().getNumber(shard)).isZero();

    node.relay();
    assertThat(fixture.publications().getNumber(shard)).isEqualTo(last);
    assertThat(executions()).containsExactly("COMPLETED 0 " + last + " 0");
    node.relay();
    assertThat(executions()).hasSize(1);
  }

  /** The holder of the lease publishes by itself. */
  @Test
  void relaysNothingWhileSomebodyHasTheLease() {
    append(1);
    fixture.drain(shard);
    Lease lease = fixture.leases().tryTake(shard).orElseThrow();
    node.relay();
    assertThat(fixture.publications().getNumber(shard)).isZero();
    assertThat(executions()).isEmpty();

    fixture.leases().release(lease);
    node.relay();
    assertThat(fixture.publications().getNumber(shard)).isEqualTo(2);
  }

  private void append(int count) {
    var all = new ArrayList<Request>();
    for (int i = 0; i < count; i++) {
      all.add(best(session, "customer" + i, "GOLD", 1));
    }
    requests.append(all);
  }

  private void tickUntilDrained() {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(DrainFixture.PATIENCE)
        .until(
            () -> {
              node.tick();
              return fixture.backlog(shard) == 0;
            });
  }

  private void awaitEnd() {
    await().atMost(DrainFixture.PATIENCE).until(() -> node.drains().listDrained().isEmpty());
  }

  /** Status, reads, writes and skips of this shard's steps, oldest first. */
  private List<String> executions() {
    return fixture
        .jdbc()
        .queryForList(
            """
            SELECT CONCAT(s.STATUS, ' ', s.READ_COUNT, ' ', s.WRITE_COUNT, ' ', s.READ_SKIP_COUNT)
            FROM BATCH_STEP_EXECUTION s JOIN BATCH_JOB_EXECUTION_PARAMS p ON p.JOB_EXECUTION_ID = s.JOB_EXECUTION_ID
            WHERE p.PARAMETER_NAME = 'shard' AND p.PARAMETER_VALUE = ? ORDER BY s.STEP_EXECUTION_ID
            """,
            String.class,
            Integer.toString(shard));
  }
}
