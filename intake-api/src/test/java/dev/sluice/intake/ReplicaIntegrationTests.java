package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.servers.life.Mode;
import dev.sluice.servers.redis.Redis;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis with a replica that may take over: what is not on its disk is not accepted. */
class ReplicaIntegrationTests {

  private static final String ONE_SEAT = "{\"seats\":[\"A-1-1\"]}";
  private static final int SHARD = 3;
  private static final Mode MODE = Mode.fromSystemProperty();

  private static final Redis redis = Redis.start(MODE);
  private static final Redis replica = Redis.start(MODE);

  /** Makes the tables, if no other test did. */
  private static final Intake RELAXED = Intake.start(redis, "sluice.redis.durability=relaxed");

  private final UUID session = TestSessions.aSession(SHARD);
  private final FakeDrain drain = FakeDrain.of(SHARD, redis.uri());

  @AfterAll
  static void stop() {
    RELAXED.close();
    replica.close();
    redis.close();
  }

  @BeforeEach
  void follow() throws InterruptedException {
    drain.redis().del(new ShardKeys(SHARD).requests());
    replica.follow(redis);
    awaitOnline();
  }

  @AfterEach
  void heal() {
    replica.thaw();
    replica.start();
    drain.close();
  }

  private void awaitOnline() throws InterruptedException {
    Eventually.holds(() -> assertThat(drain.redis().info("replication")).contains("state=online"));
  }

  private static Intake waiting() {
    return Intake.start(
        redis,
        "sluice.redis.replicas-acknowledging=1",
        "sluice.redis.command-timeout=1s",
        "sluice.redis.durability-check=100ms");
  }

  private static void assumeWaitAof() {
    assumeTrue(MODE == Mode.CONTAINERS, "WAITAOF came with Redis 7.2, and the embedded one is 7.0");
  }

  /** Found from outside: it was accepted, unnoticed, that a replica lacks what was acknowledged. */
  @Test
  void saysThatNobodyWaitsForTheReplica() {
    try (Intake intake = Intake.start(redis)) {
      isNotReady(intake, "has 1 replicas", "set sluice.redis.replicas-acknowledging");
      intake.as("ann").reserve(session, ONE_SEAT).expectProblem(503, "not-now");
      intake.with("").get("/actuator/health/liveness").expect(200);
      assertThat(drain.waiting()).isEmpty();
    }
    RELAXED.with("").get("/actuator/health/readiness").expect(200);
    RELAXED.as("ann").reserve(session, ONE_SEAT).expect(202);
  }

  @Test
  void acceptsWhatTheReplicaHasToo() {
    assumeWaitAof();
    try (Intake intake = waiting();
        RedisClient client = RedisClient.create(replica.uri());
        var there = client.connect()) {
      intake.with("").get("/actuator/health/readiness").expect(200);
      for (int i = 1; i <= 20; i++) {
        intake.as("ann").reserve(session, ONE_SEAT).expect(202);
        assertThat(there.sync().xrange(new ShardKeys(SHARD).requests(), Range.unbounded()))
            .hasSize(i);
      }
    }
  }

  /** Planted: without the write before WAITAOF a repeat was answered 202. */
  @Test
  void doesNotAcceptWhatAReplicaThatHangsLacks() throws InterruptedException {
    assumeWaitAof();
    UUID id = UUID.randomUUID();
    try (Intake intake = waiting();
        Intake other = waiting()) {
      Client ann = intake.as("ann");
      Client annElsewhere = other.as("ann");
      annElsewhere.reserve(session, ONE_SEAT).expect(202);
      // Else the script itself writes, four times a second, also where it finds a repeat only.
      drain.redis().setex(new ShardKeys(SHARD).ageSeen(), 60, new byte[0]);
      replica.freeze();
      Answer doubtful = ann.reserve(session, id, ONE_SEAT);
      doubtful.expectProblem(503, "in-doubt");
      assertThat(doubtful.text("requestId")).isEqualTo(id.toString());
      assertThat(doubtful.header("Location")).isEqualTo(Client.path(session, id));
      assertThat(ids()).contains(id.toString());
      // The master has it and will have it decided. Asked for or repeated, it is no more accepted.
      for (Client client : new Client[] {ann, annElsewhere}) {
        assertThat(client.get(Client.path(session, id)).expect(200).text("state"))
            .isEqualTo("QUEUED");
        Eventually.holds(
            () -> client.reserve(session, id, ONE_SEAT).expectProblem(503, "in-doubt"));
      }
      Eventually.holds(
          () -> isNotReady(intake, "0 replicas that follow it, but 1 must have a request"));
      ann.reserve(session, id, ONE_SEAT).expectProblem(503, "not-now");
      intake.with("").get("/actuator/health/liveness").expect(200);
      replica.thaw();
      Eventually.holds(() -> intake.with("").get("/actuator/health/readiness").expect(200));
      Eventually.holds(
          () ->
              assertThat(
                      ann.reserve(session, id, ONE_SEAT).expect(202).header("Idempotent-Replayed"))
                  .isEqualTo("true"));
      ann.reserve(session, "{\"seats\":[\"A-1-2\"]}").expect(202);
      assertThat(ids()).containsOnlyOnce(id.toString());
    }
  }

  @Test
  void acceptsNothingWhileTheReplicaIsAway() throws InterruptedException {
    assumeWaitAof();
    try (Intake intake = waiting()) {
      Client ann = intake.as("ann");
      ann.reserve(session, ONE_SEAT).expect(202);
      replica.stop();
      UUID id = UUID.randomUUID();
      ann.reserve(session, id, ONE_SEAT).expect(503);
      Eventually.holds(
          () -> isNotReady(intake, "0 replicas that follow it, but 1 must have a request"));
      Eventually.holds(() -> ann.reserve(session, id, ONE_SEAT).expectProblem(503, "not-now"));
      replica.start();
      replica.follow(redis);
      Eventually.holds(() -> ann.reserve(session, id, ONE_SEAT).expect(202));
      Eventually.holds(() -> intake.with("").get("/actuator/health/readiness").expect(200));
      assertThat(ids()).containsOnlyOnce(id.toString());
    }
  }

  private List<String> ids() {
    return drain.waiting().stream().map(StreamEntry::requestId).map(String::valueOf).toList();
  }

  private static void isNotReady(Intake intake, String... reasons) {
    assertThat(intake.with("").get("/actuator/health/readiness").expect(503).response().body())
        .contains(reasons);
  }
}
