package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.stream.AppendScript;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.servers.life.Mode;
import dev.sluice.servers.redis.Redis;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that are away, hang, or come back as others: nothing half-accepted, nothing lost. */
class FailureIntegrationTests {

  private static final String ONE_SEAT = "{\"seats\":[\"A-1-1\"]}";
  private static final int SHARD = 3;

  private static final Redis redis = Redis.start(Mode.fromSystemProperty());
  private static final Intake intake = Intake.start(redis);

  private final UUID session = TestSessions.aSession(SHARD);
  private final Client ann = intake.as("ann");
  private final FakeDrain drain = FakeDrain.of(SHARD, redis.uri());

  @AfterAll
  static void stop() {
    intake.close();
    redis.close();
  }

  @BeforeEach
  void verify() throws InterruptedException {
    drain.redis().del(new ShardKeys(SHARD).requests());
    accepted();
    drain.redis().del(new ShardKeys(SHARD).requests());
  }

  @AfterEach
  void heal() {
    redis.thaw();
    redis.start();
    drain.close();
  }

  private void accepted() throws InterruptedException {
    Eventually.holds(() -> intake.as("probe").reserve(session, ONE_SEAT).expect(202));
  }

  @Test
  void acceptsNothingWhileRedisIsDown() throws InterruptedException {
    redis.stop();
    UUID id = UUID.randomUUID();
    Answer refused = ann.reserve(session, id, ONE_SEAT);
    // The connection may break under the very call that finds it out.
    assertThat(refused.status()).isEqualTo(503);
    Eventually.holds(() -> ann.reserve(session, id, ONE_SEAT).expectProblem(503, "not-now"));
    assertThat(ann.reserve(session, id, ONE_SEAT).header("Retry-After")).isEqualTo("2");
    ann.get(Client.path(session, id)).expectProblem(503, "not-now");
    // Redis is back, but nobody has verified it: the script is not there.
    redis.start();
    drain.awaitRedis();
    assertThat(drain.waiting()).isEmpty();
    for (int i = 0; i < 5; i++) {
      ann.reserve(session, id, ONE_SEAT).expectProblem(503, "not-now");
    }
    drain.verify();
    accepted();
    assertThat(drain.waiting()).hasSize(1);
    ann.get(Client.path(session, id)).expectProblem(404, "unknown-request");
  }

  @Test
  void acceptsNothingWhileRedisIsUnverified() throws InterruptedException {
    drain.redis().del(new ShardKeys(SHARD).verified());
    ann.reserve(session, ONE_SEAT).expectProblem(503, "not-now");
    drain.redis().scriptFlush();
    ann.reserve(session, ONE_SEAT).expectProblem(503, "not-now");
    assertThat(drain.waiting()).isEmpty();
    drain.verify();
    ann.reserve(session, ONE_SEAT).expect(202);
  }

  @Test
  void saysThatARequestIsInDoubtWhereRedisDoesNotAnswer() throws InterruptedException {
    redis.freeze();
    UUID id = UUID.randomUUID();
    Answer doubtful = ann.reserve(session, id, ONE_SEAT);
    doubtful.expectProblem(503, "in-doubt");
    assertThat(doubtful.text("requestId")).isEqualTo(id.toString());
    assertThat(doubtful.header("Location")).isEqualTo(Client.path(session, id));
    assertThat(doubtful.text("requestUrl")).isEqualTo(Client.path(session, id));
    assertThat(doubtful.header("Retry-After")).isNotEmpty();
    // From here on it is known that Redis hangs: nothing is sent.
    Answer refused = ann.reserve(session, UUID.randomUUID(), ONE_SEAT);
    refused.expectProblem(503, "not-now");
    redis.thaw();
    Eventually.holds(() -> ann.reserve(session, id, ONE_SEAT).expect(202));
    assertThat(drain.waiting().stream().map(StreamEntry::requestId)).containsExactly(id);
  }

  @Test
  void sendsNothingTwiceByItself() throws Exception {
    long before = scripts();
    UUID id = UUID.randomUUID();
    redis.freeze();
    ann.reserve(session, id, ONE_SEAT).expectProblem(503, "in-doubt");
    redis.thaw();
    Eventually.holds(() -> assertThat(scripts()).isEqualTo(before + 1));
    assertThat(drain.waiting()).hasSize(1);
    // The link was dropped: only over a new one the next call gets as far as Redis.
    Eventually.holds(() -> ann.reserve(session, id, ONE_SEAT).expect(202));
    // A call whose connection is cut in the middle, and a server that could take it a second time.
    redis.freeze();
    CompletableFuture<Answer> cut =
        CompletableFuture.supplyAsync(() -> ann.reserve(session, ONE_SEAT));
    TimeUnit.MILLISECONDS.sleep(300);
    redis.kill();
    cut.get(20, TimeUnit.SECONDS).expectProblem(503, "in-doubt");
    redis.start();
    drain.awaitRedis();
    drain.verify();
    long restarted = scripts();
    TimeUnit.SECONDS.sleep(3);
    assertThat(scripts()).isEqualTo(restarted);
    assertThat(drain.waiting()).hasSize(1);
  }

  @Test
  void tellsAllThatWaitWhenACallIsInDoubt() throws Exception {
    redis.freeze();
    var answers =
        IntStream.range(0, 40)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> ann.reserve(session, ONE_SEAT)))
            .toList();
    for (CompletableFuture<Answer> answer : answers) {
      Answer refused = answer.get(30, TimeUnit.SECONDS).expect(503);
      assertThat(refused.text("type")).matches(".*/(in-doubt|not-now)");
    }
  }

  @Test
  void answersFromMemoryWhileRedisIsDown() throws InterruptedException {
    UUID id = UUID.randomUUID();
    ann.reserve(session, id, ONE_SEAT).expect(202);
    drain.drain();
    assertThat(ann.get(Client.path(session, id), "Prefer", "wait=10").text("state"))
        .isEqualTo("GRANTED");
    UUID queued = UUID.randomUUID();
    ann.reserve(session, queued, ONE_SEAT).expect(202);
    redis.stop();
    assertThat(ann.get(Client.path(session, id)).expect(200).text("state")).isEqualTo("GRANTED");
    assertThat(ann.get(Client.path(session, queued)).expect(200).text("state")).isEqualTo("QUEUED");
    assertThat(ann.get(Client.path(session, queued), "Prefer", "wait=1").text("state"))
        .isEqualTo("QUEUED");
    // What was decided lately says nothing about when, as what is decided now is not heard.
    Eventually.holds(
        () -> {
          Answer unheard = ann.get(Client.path(session, queued)).expect(200);
          assertThat(unheard.text("estimateUnknownBecause")).isEqualTo("OUTCOMES_NOT_HEARD");
          assertThat(unheard.json().path("estimateKnown").asBoolean(true)).isFalse();
          assertThat(unheard.json().has("estimatedSeconds")).isFalse();
        });
  }

  @Test
  void wakesWhoWaitsFromTheJournalWhileRedisIsDown() throws Exception {
    UUID id = UUID.randomUUID();
    ann.reserve(session, id, ONE_SEAT).expect(202);
    List<StreamEntry> entries = drain.waiting();
    CompletableFuture<Answer> waiting = ann.getLater(Client.path(session, id), "Prefer", "wait=25");
    redis.stop();
    drain.commit(entries);
    assertThat(waiting.get(20, TimeUnit.SECONDS).expect(200).text("state")).isEqualTo("GRANTED");
  }

  @Test
  void followsARedisThatCameBackEmpty() throws Exception {
    UUID first = UUID.randomUUID();
    ann.reserve(session, first, ONE_SEAT).expect(202);
    drain.drain();
    redis.kill();
    redis.startEmpty();
    drain.awaitRedis();
    assertThat(ann.get(Client.path(session, first)).expect(200).text("state")).isEqualTo("GRANTED");
    drain.verify();
    UUID second = UUID.randomUUID();
    Eventually.holds(() -> ann.reserve(session, second, "{\"seats\":[\"A-1-2\"]}").expect(202));
    CompletableFuture<Answer> waiting =
        ann.getLater(Client.path(session, second), "Prefer", "wait=20");
    drain.drain();
    assertThat(waiting.get(15, TimeUnit.SECONDS).text("state")).isEqualTo("GRANTED");
  }

  @Test
  void refusesToStartWhereRedisCouldLoseRequests() {
    try {
      drain.redis().configSet("appendfsync", "everysec");
      assertThatThrownBy(() -> Intake.start(redis).close())
          .hasRootCauseMessage(
              "Redis has appendfsync everysec, but a request answered 202 is safe only with always:"
                  + " change it, or set sluice.redis.durability");
      Intake.start(redis, "sluice.redis.durability=relaxed").close();
      drain.redis().configSet("appendfsync", "always");
      drain.redis().configSet("maxmemory-policy", "allkeys-lru");
      assertThatThrownBy(() -> Intake.start(redis).close())
          .rootCause()
          .hasMessageContaining("maxmemory-policy");
    } finally {
      drain.redis().configSet("appendfsync", "always");
      drain.redis().configSet("maxmemory-policy", "noeviction");
    }
  }

  @Test
  void startsWithoutRedisAndServesOnceItIsThere() throws InterruptedException {
    redis.stop();
    try (Intake early = Intake.start(redis)) {
      early.as("ann").reserve(session, ONE_SEAT).expectProblem(503, "not-now");
      early.as("ann").get("/v1/sessions/" + session).expect(200);
      early.with("").get("/actuator/health/liveness").expect(200);
      assertThat(early.with("").get("/actuator/health/readiness").expect(503).response().body())
          .contains("Redis does not answer");
      redis.start();
      drain.awaitRedis();
      drain.verify();
      Eventually.holds(() -> early.as("ann").reserve(session, ONE_SEAT).expect(202));
      Eventually.holds(() -> early.with("").get("/actuator/health/readiness").expect(200));
    }
  }

  /** Found from outside: settings were read once for each connection, so nobody noticed. */
  @Test
  void acceptsNothingWhileRedisCouldLoseIt() throws InterruptedException {
    try (Intake careful = Intake.start(redis, "sluice.redis.durability-check=100ms")) {
      careful.as("ann").reserve(session, ONE_SEAT).expect(202);
      drain.redis().configSet("no-appendfsync-on-rewrite", "yes");
      try {
        Eventually.holds(
            () -> careful.as("ann").reserve(session, ONE_SEAT).expectProblem(503, "not-now"));
        assertThat(careful.with("").get("/actuator/health/readiness").expect(503).response().body())
            .contains("no-appendfsync-on-rewrite yes");
        careful.with("").get("/actuator/health/liveness").expect(200);
      } finally {
        drain.redis().configSet("no-appendfsync-on-rewrite", "no");
      }
      Eventually.holds(() -> careful.as("ann").reserve(session, ONE_SEAT).expect(202));
    }
  }

  /** A lease holder of the version before has loaded its own script only. */
  @Test
  void acceptsWhileASchedulerOfTheVersionBeforeRuns() {
    drain.redis().scriptFlush();
    drain.redis().scriptLoad(AppendScript.versionsForShard(SHARD).getLast());
    UUID id = UUID.randomUUID();
    ann.reserve(session, id, ONE_SEAT).expect(202);
    assertThat(ann.reserve(session, id, ONE_SEAT).expect(202).header("Idempotent-Replayed"))
        .isEqualTo("true");
    drain.verify();
  }

  /**
   * Found from outside: the gate stood before the script, so a repeat heard "Nothing was accepted".
   */
  @Test
  void answersARepeatAsOneWhateverIsFull() throws InterruptedException {
    UUID id = UUID.randomUUID();
    ann.reserve(session, id, ONE_SEAT).expect(202);
    try (Intake full = Intake.start(redis, "sluice.intake.backlog.memory-max=1KB")) {
      Client there = full.as("ann");
      Eventually.holds(
          () -> {
            Answer refused = there.reserve(session, UUID.randomUUID(), ONE_SEAT);
            refused.expectProblem(503, "backlog-full");
            assertThat(refused.text("bound")).isEqualTo("MEMORY");
          });
      assertThat(there.reserve(session, id, ONE_SEAT).expect(202).header("Idempotent-Replayed"))
          .isEqualTo("true");
      there.reserve(session, id, "{\"seats\":[\"A-1-2\"]}").expectProblem(422, "id-reused");
    }
    try (Intake full = Intake.start(redis, "sluice.intake.backlog.entries-max=1")) {
      Answer refused = full.as("ann").reserve(session, UUID.randomUUID(), ONE_SEAT);
      refused.expectProblem(503, "backlog-full");
      assertThat(refused.text("bound")).isEqualTo("ENTRIES");
      full.as("ann").reserve(session, id, ONE_SEAT).expect(202);
    }
  }

  /** Seen to fail: the repeat was answered 503, as if what it repeats had not been accepted. */
  @Test
  void answersARepeatAsOneWhileRedisIsAway() throws InterruptedException {
    UUID id = UUID.randomUUID();
    ann.reserve(session, id, ONE_SEAT).expect(202);
    redis.stop();
    Eventually.holds(
        () -> ann.reserve(session, UUID.randomUUID(), ONE_SEAT).expectProblem(503, "not-now"));
    Answer repeat = ann.reserve(session, id, ONE_SEAT).expect(202);
    assertThat(repeat.header("Idempotent-Replayed")).isEqualTo("true");
    ann.reserve(session, id, "{\"seats\":[\"A-1-2\"]}").expectProblem(422, "id-reused");
    intake.as("bob").reserve(session, id, ONE_SEAT).expectProblem(422, "id-reused");
  }

  @Test
  void answersWhatItCanWhileTheDatabaseIsDown() throws InterruptedException {
    UUID id = UUID.randomUUID();
    ann.reserve(session, id, ONE_SEAT).expect(202);
    drain.drain();
    Intake.database().stop();
    try {
      // The follower may be on its way back from what the test before did to Redis.
      Eventually.holds(
          () ->
              assertThat(ann.get(Client.path(session, id)).expect(200).text("state"))
                  .isEqualTo("GRANTED"));
      ann.reserve(session, "{\"seats\":[\"A-1-2\"]}").expect(202);
      Answer away = ann.reserve(UUID.randomUUID(), ONE_SEAT);
      away.expectProblem(503, "not-now");
      assertThat(away.header("Retry-After")).isNotEmpty();
    } finally {
      Intake.database().start();
    }
    Eventually.holds(
        () -> ann.reserve(UUID.randomUUID(), ONE_SEAT).expectProblem(404, "unknown-session"));
  }

  @Test
  void queuesAndTellsOutcomesWhileTheDatabaseHangs() throws Exception {
    try (Intake eager = Intake.start(redis, "sluice.sessions.fresh-for=1ms")) {
      UUID id = UUID.randomUUID();
      eager.as("ann").reserve(session, id, ONE_SEAT).expect(202);
      var slice = drain.commit();
      Intake.database().freeze();
      try {
        CompletableFuture<Answer> waiting =
            eager.as("ann").getLater(Client.path(session, id), "Prefer", "wait=25");
        // Long enough that whatever looks at the journal hangs.
        TimeUnit.SECONDS.sleep(5);
        drain.announce(slice);
        assertThat(waiting.get(15, TimeUnit.SECONDS).expect(200).text("state"))
            .isEqualTo("GRANTED");
        eager.as("ann").reserve(session, "{\"seats\":[\"A-1-2\"]}").expect(202);
      } finally {
        Intake.database().thaw();
      }
    }
  }

  @Test
  void refusesSettingsThatContradict() {
    assertThatThrownBy(() -> Intake.start(redis, "sluice.intake.backlog.retention=1h").close())
        .rootCause()
        .hasMessageContaining("retention");
    assertThatThrownBy(
            () -> Intake.start(redis, "sluice.security.jwt.jwk-set-uri=http://127.0.0.1").close())
        .rootCause()
        .hasMessageContaining("sluice.security.jwt.secret");
    assertThatThrownBy(() -> Intake.start(redis, "sluice.security.jwt.secret=short").close())
        .hasStackTraceContaining("secret");
  }

  /** Calls of the append script that Redis has carried out since it started. */
  private long scripts() {
    Matcher calls =
        Pattern.compile("cmdstat_evalsha:calls=(\\d+)").matcher(drain.redis().info("commandstats"));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }
}
