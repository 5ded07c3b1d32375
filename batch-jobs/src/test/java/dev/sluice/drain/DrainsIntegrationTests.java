package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.servers.Servers;
import dev.sluice.servers.redis.Redis;
import dev.sluice.shard.Lease;
import dev.sluice.shard.LeaseUnavailableException;
import dev.sluice.shard.Leases;
import dev.sluice.stream.IncompleteMarker;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Who drains a shard, and when: two nodes with Redisson clients, pools and job repositories of
 * their own, over the same servers.
 */
class DrainsIntegrationTests {

  @RegisterExtension static final DrainFixture fixture = DrainFixture.onOwnDatabase();

  private static final Redis SERVER = Servers.shared().redis();
  private static Node one;
  private static Node two;

  private final List<Node> others = new ArrayList<>();
  private int shard;
  private ShardKeys keys;
  private Traffic traffic;

  @BeforeAll
  static void startNodes() {
    fixture.jdbc().update("DELETE FROM publication");
    fixture.jdbc().update("DELETE FROM shard");
    one = Node.start(fixture, Map.of());
    two = Node.start(fixture, Map.of());
  }

  @AfterAll
  static void closeNodes() {
    one.close();
    two.close();
  }

  @BeforeEach
  void newShard() {
    shard = fixture.newOnlyShard();
    keys = new ShardKeys(shard);
    traffic = new Traffic(fixture, shard, 7);
    one.lookForShards();
    two.lookForShards();
  }

  @AfterEach
  void heal() {
    SERVER.thaw();
    SERVER.start();
    await().ignoreExceptions().until(() -> fixture.redis().ping().equals("PONG"));
    others.forEach(Node::close);
    awaitIdle();
  }

  /** Seen to fail when the lease was given without the lock: both nodes' fences were in turns. */
  @Test
  void onlyOneOfTwoNodesDrainsAShard() {
    traffic.append(1_500);
    await()
        .atMost(DrainFixture.PATIENCE)
        .until(
            () -> {
              one.tick();
              two.tick();
              return isDrained();
            });
    assertThat(fences()).hasSize(1);
    traffic.check();
  }

  @Test
  void nothingIsLaunchedWithoutWork() {
    one.tick();
    awaitIdle();
    assertThat(executions()).isEmpty();
    assertThat(fixture.redis().exists(keys.lease())).isZero();
  }

  /**
   * One execution for a trickle, not one a tick; its counts are requests; its launch is the fence.
   */
  @Test
  void anExecutionLingersAndCountsRequests() {
    for (int i = 0; i < 6; i++) {
      traffic.append(3);
      awaitDrained(one);
    }
    traffic.requests().add(Map.of("v", Requests.utf8("9")));
    awaitDrained(one);
    awaitIdle();
    JobExecution execution = onlyExecution();
    assertThat(execution.getStatus()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(execution.getJobParameters().getLong("shard")).isEqualTo(shard);
    assertThat(execution.getJobParameters().getLong("launch"))
        .isEqualTo(fences().iterator().next());
    StepExecution step = execution.getStepExecutions().iterator().next();
    int accepted = traffic.requests().accepted().size();
    assertThat(step.getReadCount()).isEqualTo(accepted);
    assertThat(step.getWriteCount()).isEqualTo(accepted - 1);
    assertThat(step.getReadSkipCount()).isEqualTo(1);
    traffic.check();
  }

  /** Seen to fail when stale executions of all shards were failed, and with their steps left. */
  @Test
  void aNewHolderFailsTheStaleExecutionsOfItsShardAlone() {
    int idle = fixture.newShard();
    one.lookForShards();
    long stale = plantRunning(shard);
    long foreign = plantRunning(idle);
    traffic.append(5);
    awaitDrained(one);
    awaitIdle();
    JobExecution failed = execution(stale);
    assertThat(failed.getStatus()).isEqualTo(BatchStatus.FAILED);
    assertThat(failed.getEndTime()).isNotNull();
    assertThat(failed.getExitStatus().getExitDescription()).contains("took over");
    assertThat(failed.getStepExecutions())
        .extracting(StepExecution::getStatus)
        .containsExactly(BatchStatus.FAILED);
    assertThat(execution(foreign).getStatus()).isEqualTo(BatchStatus.STARTED);
  }

  /** Seen to fail without the release: the other node had to wait for the end of the lock. */
  @Test
  void aNodeThatStopsGivesItsLeaseToTheNext() {
    Node stopping =
        Node.start(
            fixture, Map.of("sluice.drain.linger", "5m", "sluice.drain.lease-length", "60s"));
    others.add(stopping);
    traffic.append(200);
    awaitDrained(stopping);
    assertThat(stopping.drains().listDrained()).containsExactly(shard);
    traffic.append(1_000);
    long since = System.nanoTime();
    stopping.close();
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(10));
    assertThat(fixture.redis().exists(keys.lease())).isZero();
    awaitDrained(two);
    traffic.check();
  }

  /** As a test's context is, while it waits in Spring's cache. */
  @Test
  void drainsThatWereStoppedAndStartedDrainAgain() {
    one.drains().stop();
    traffic.append(10);
    one.tick();
    assertThat(one.drains().listDrained()).isEmpty();
    one.drains().start();
    awaitDrained(one);
    traffic.append(10);
    awaitDrained(one);
    awaitIdle();
    assertThat(executions()).hasSize(1);
  }

  @Test
  void aPausedShardIsLeftAlone() {
    fixture.shards().pause(shard, "a person looks at it");
    traffic.append(10);
    one.tick();
    awaitIdle();
    assertThat(executions()).isEmpty();
    assertThat(fixture.backlog(shard)).isEqualTo(traffic.requests().accepted().size());
    fixture.jdbc().update("UPDATE shard SET paused_because = NULL WHERE id = ?", shard);
    awaitDrained(one);
    traffic.check();
  }

  /** The journal must not go on under outcomes that clients have and it has not. */
  @Test
  void outcomesThatTheJournalLacksPauseTheShard() {
    traffic.append(10);
    awaitDrained(one);
    awaitIdle();
    fixture.redis().xadd(keys.outcomes(), Map.of("first", Requests.utf8("99")));
    traffic.append(10);
    await()
        .atMost(DrainFixture.PATIENCE)
        .until(
            () -> {
              one.tick();
              return fixture.shards().findPause(shard) != null;
            });
    assertThat(fixture.shards().findPause(shard)).contains("Redis has outcomes up to entry");
    awaitIdle();
    assertThat(fixture.backlog(shard)).isGreaterThanOrEqualTo(10);
  }

  @Test
  void aShardIsVerifiedBeforeItsFirstRequest() {
    int fresh = fixture.newUnverifiedShard();
    one.lookForShards();
    await()
        .atMost(DrainFixture.PATIENCE)
        .until(
            () -> {
              one.tick();
              return fixture.redis().exists(new ShardKeys(fresh).verified()) == 1;
            });
    fixture.requests(fresh).append(Requests.best(fixture.newSession(fresh), "anna", "GOLD", 1));
  }

  /** Seen to fail when it was left to the next slice: none may come for days. */
  @Test
  void outcomesThatADeadDrainLeftOutAreCompletedByATick() {
    traffic.append(10);
    awaitDrained(one);
    awaitIdle();
    fixture.redis().del(keys.outcomes());
    fixture.redis().set(IncompleteMarker.key(keys), Requests.utf8("1"));
    await()
        .atMost(DrainFixture.PATIENCE)
        .until(
            () -> {
              one.tick();
              return fixture.redis().exists(IncompleteMarker.key(keys)) == 0;
            });
    awaitIdle();
    traffic.check();
  }

  /**
   * Nothing but draining gives memory back. Found from outside: Redisson's script was refused at
   * its {@code hincrby}, so no drain ever started. While the fence alone is held, each of two nodes
   * leaves the shard to the other for as long as that one gets on.
   */
  @Test
  void aRedisAtItsMemoryLimitIsDrained() {
    traffic.append(1_500);
    String memory = Objects.requireNonNull(fixture.redis().configGet("maxmemory").get("maxmemory"));
    fixture.redis().configSet("maxmemory", "1");
    try {
      await()
          .atMost(DrainFixture.PATIENCE)
          .until(
              () -> {
                one.tick();
                two.tick();
                return isDrained();
              });
      assertThat(fences().size()).isLessThanOrEqualTo(2);
    } finally {
      fixture.redis().configSet("maxmemory", memory);
    }
    awaitOutcomes();
    traffic.check();
  }

  /**
   * Held by a live node: a lease that was taken before memory ended is given back without it. Seen
   * to fail where the end of memory is an error like any other.
   */
  @Test
  void aLeaseIsGivenBackWithoutMemory() {
    Leases leases = fixture.leases();
    Lease lease = leases.tryTake(shard).orElseThrow();
    String memory = Objects.requireNonNull(fixture.redis().configGet("maxmemory").get("maxmemory"));
    fixture.redis().configSet("maxmemory", "1");
    try {
      assertThat(leases.tryTake(shard)).as("held").isEmpty();
      leases.release(lease);
      assertThat(fixture.redis().exists(keys.lease())).isZero();
    } finally {
      fixture.redis().configSet("maxmemory", memory);
    }
  }

  /**
   * Connections that die without a word, while new ones are accepted. Found from outside: a request
   * stayed queued until the operating system gave up the tick's connection, about 15 minutes.
   */
  @Test
  void connectionsThatDieWithoutAWordAreReplaced() {
    try (var proxy = new RedisProxy(SERVER.uri(), (_, _) -> true);
        Node node = Node.start(fixture, Map.of("spring.data.redis.url", proxy.uri()))) {
      traffic.append(20);
      awaitDrained(node);
      proxy.freeze();
      traffic.append(20);
      awaitDrained(node);
    }
    traffic.check();
  }

  @Test
  void ticksWhileRedisIsDownDoNothingAndDrainsComeBackByThemselves() {
    traffic.append(100);
    SERVER.kill();
    for (int i = 0; i < 3; i++) {
      one.tick();
    }
    assertThat(one.drains().listDrained()).isEmpty();
    SERVER.start();
    awaitDrained(one);
    traffic.check();
  }

  /** A connection that came back by itself would reach a server process that nobody verified. */
  @Test
  void aDrainsConnectionsDoNotComeBackByThemselves() {
    try (var connection = one.drainRedis().open(0)) {
      assertThat(connection.getOptions().isAutoReconnect()).isFalse();
    }
  }

  /** Longer than the lease: it is lost, and the drain goes on or another one does. */
  @Test
  void aDrainSurvivesRedisBeingAwayForLongerThanItsLease() {
    traffic.append(500);
    one.tick();
    await().until(() -> one.drains().listDrained().contains(shard));
    SERVER.kill();
    await().pollDelay(Duration.ofMillis(2_500)).until(() -> true);
    one.tick();
    SERVER.start();
    await()
        .atMost(DrainFixture.PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              one.tick();
              two.tick();
              return isDrained();
            });
    awaitAppendable();
    traffic.append(100);
    awaitDrained(two);
    traffic.check();
  }

  /** Redis carries out what nobody waits for any more. As it was, it was renewed for ever. */
  @Test
  void aLeaseThatWasGivenTooLateIsGivenBack() {
    Leases leases = fixture.leases();
    SERVER.freeze();
    assertThatThrownBy(() -> leases.tryTake(shard)).isInstanceOf(LeaseUnavailableException.class);
    SERVER.thaw();
    await()
        .atMost(DrainFixture.PATIENCE)
        .during(Duration.ofMillis(500))
        .until(() -> fixture.redis().exists(keys.lease()) == 0);
  }

  /** Another holder is in the lock, not in this process: only its end or its release frees it. */
  @Test
  void aLeaseThatAnotherHoldsIsNotTaken() {
    fixture.redis().hset(keys.lease(), "another", Requests.utf8("1"));
    fixture.redis().pexpire(keys.lease(), 1_500);
    traffic.append(5);
    one.tick();
    await().until(() -> one.drains().listDrained().isEmpty());
    assertThat(executions()).isEmpty();
    awaitDrained(one);
    traffic.check();
  }

  /** Which ends the process, though Batch notes it and goes on. */
  @Test
  void anErrorIsLeftToTheHandlerOfTheProcess() {
    try (var errors = new UncaughtErrors();
        Node broken = Node.start(fixture, Map.of(NodeApplication.ERROR, "true"))) {
      traffic.append(1);
      broken.tick();
      await()
          .dontCatchUncaughtExceptions()
          .atMost(DrainFixture.PATIENCE)
          .until(() -> errors.first() instanceof LinkageError);
    }
  }

  /** What was left out for want of memory is completed by a tick. */
  private void awaitOutcomes() {
    await()
        .atMost(DrainFixture.PATIENCE)
        .until(
            () -> {
              one.tick();
              return fixture.redis().exists(IncompleteMarker.key(keys)) == 0;
            });
    awaitIdle();
  }

  private long plantRunning(int planted) {
    JobRepository repository = two.repository();
    JobParameters parameters =
        new JobParametersBuilder()
            .addLong("shard", (long) planted)
            .addLong("launch", 1_000_000L)
            .addString("lock", new ShardKeys(planted).lease(), false)
            .toJobParameters();
    JobInstance instance = repository.createJobInstance("drain", parameters);
    JobExecution execution =
        repository.createJobExecution(instance, parameters, new ExecutionContext());
    StepExecution step = repository.createStepExecution("drain-shard", execution);
    step.setStatus(BatchStatus.STARTED);
    repository.update(step);
    execution.setStatus(BatchStatus.STARTED);
    execution.setStartTime(LocalDateTime.now(ZoneOffset.UTC));
    repository.update(execution);
    return execution.getId();
  }

  private static JobExecution execution(long id) {
    return Objects.requireNonNull(one.repository().getJobExecution(id));
  }

  private JobExecution onlyExecution() {
    List<JobExecution> all = executions();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private List<JobExecution> executions() {
    JobRepository repository = one.repository();
    return repository.getJobInstances("drain", 0, 1_000).stream()
        .flatMap(instance -> repository.getJobExecutions(instance).stream())
        .filter(
            execution -> Long.valueOf(shard).equals(execution.getJobParameters().getLong("shard")))
        .toList();
  }

  private Set<Long> fences() {
    return fixture.journalRows(shard).list().stream()
        .map(JournalRows.Row::fence)
        .collect(Collectors.toSet());
  }

  private void awaitDrained(Node node) {
    await()
        .atMost(DrainFixture.PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              node.tick();
              return isDrained();
            });
  }

  private boolean isDrained() {
    return fixture.backlog(shard) == 0;
  }

  private void awaitAppendable() {
    await()
        .atMost(DrainFixture.PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              traffic.append(1);
              return true;
            });
  }

  private static void awaitIdle() {
    await()
        .atMost(DrainFixture.PATIENCE)
        .until(() -> one.drains().listDrained().isEmpty() && two.drains().listDrained().isEmpty());
  }
}
