package dev.sluice.onsale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.EntryId;
import dev.sluice.contract.ShardKeys;
import dev.sluice.contract.Uuids;
import dev.sluice.onsale.play.Api;
import dev.sluice.onsale.play.Notes;
import dev.sluice.onsale.play.Player;
import dev.sluice.rig.Addresses;
import dev.sluice.rig.GeneratedSession;
import dev.sluice.rig.SluiceProcess;
import dev.sluice.rig.Tokens;
import dev.sluice.rig.check.Checks;
import dev.sluice.rig.evidence.Collector;
import dev.sluice.rig.evidence.SeatMap;
import dev.sluice.rig.evidence.Streams;
import dev.sluice.rig.evidence.Topic;
import dev.sluice.servers.Mode;
import dev.sluice.servers.Servers;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Intake and scheduler as they are shipped, with a drain between them that dies, and a Redis that
 * is frozen and replaced: what clients were told stays true.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealDrainIntegrationTests {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /**
   * A statement may wait for a lock until a test has frozen Redis, and a lease outlives its holder
   * by as little as that allows.
   */
  private static final Map<String, String> PATIENT =
      Map.of("sluice.database.read-timeout", "9s", "sluice.drain.lease-length", "10s");

  private static final ShardKeys KEYS = new ShardKeys(0);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String secret = Tokens.newSecret();
  private final Tokens tokens = new Tokens(secret);
  private final Servers servers = Servers.start(Mode.fromSystemProperty());
  private final Addresses addresses = Addresses.of(servers);
  private SluiceProcess intake;
  private SluiceProcess scheduler;
  private Connection connection;
  private Streams streams;
  private RedisClient client;
  private RedisCommands<String, String> redis;
  private UUID session;

  @BeforeAll
  void start() throws SQLException {
    scheduler = start("scheduler", PATIENT);
    intake = start("intake-api", Map.of());
    connection = addresses.connect();
    streams = new Streams(addresses.redisUrl());
    client = RedisClient.create(addresses.redisUrl());
    redis = client.connect().sync();
  }

  @BeforeEach
  void newSession() throws SQLException {
    session = GeneratedSession.of("A session", 0).with("rows", 5).create(connection);
  }

  @AfterEach
  void heal() {
    servers.redis().thaw();
    servers.redis().start();
    scheduler.program().start();
  }

  @AfterAll
  void end() throws SQLException {
    http.close();
    streams.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    connection.close();
    intake.close();
    scheduler.close();
    servers.close();
  }

  /** What becomes of a Redis that stands still. */
  private enum Ending {
    /** It goes on, with all that was sent to it meanwhile. */
    THAWED,
    /** Another process has its data. */
    REPLACED
  }

  /**
   * Killed with a slice that is committed and that no follower has heard of. The client's long poll
   * ends with the outcome that the journal has; the next drain announces it and numbers on.
   */
  @ParameterizedTest
  @EnumSource(Ending.class)
  void aDrainThatDiesBetweenCommitAndAnnouncementCostsItsClientNothing(Ending ending)
      throws Exception {
    assertThat(outcome(reserve("anna", UUID.randomUUID(), "A-1-1"), "anna")).contains("HELD");
    long before = lastNumber();
    UUID key = UUID.randomUUID();
    EntryId decided;
    String told;
    try (Connection other = addresses.connect();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      other.setAutoCommit(false);
      takeSeat(other, "A-1-2");
      HttpResponse<String> accepted = reserve("ben", key, "A-1-2");
      assertThat(accepted.statusCode()).isEqualTo(202);
      Future<String> poll = threads.submit(() -> outcome(accepted, "ben"));
      await(
          () ->
              number(
                      "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK"
                          + " WAIT'")
                  > 0);
      servers.redis().freeze();
      other.rollback();
      await(() -> lastNumber() > before);
      scheduler.program().kill();
      decided = watermark();
      if (ending == Ending.REPLACED) {
        servers.redis().kill();
        servers.redis().start();
        assertThat(isAnnounced(decided)).isFalse();
      } else {
        servers.redis().thaw();
      }
      scheduler.program().start();
      told = poll.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(told).contains("HELD", "\"number\":" + (before + 1));
    assertThat(outcome(reserve("carl", UUID.randomUUID(), "A-1-2"), "carl")).contains("SEAT_TAKEN");
    assertThat(isAnnounced(decided)).isTrue();
    HttpResponse<String> repeat = reserve("ben", key, "A-1-2");
    assertThat(repeat.headers().firstValue("Idempotent-Replayed")).contains("true");
    assertThat(outcome(repeat, "ben")).isEqualTo(told);
  }

  /** In the end with a Redis that has nothing: what was decided is told from the journal. */
  @Test
  void anOnSaleSurvivesFrozenAndReplacedServers() throws Exception {
    var stages = Stages.create(connection);
    var collector =
        new Collector(connection, streams, new Topic(addresses.kafkaBootstrapServers()));
    var notes = new Notes();
    try (var api = new Api(intake.url(), this::token)) {
      var player = new Player(api, notes, 40);
      CompletableFuture<Void> play = CompletableFuture.runAsync(() -> play(player, stages));
      awaitOutcomes(notes, 200, play);
      freezeRedis(notes);
      servers.redis().thaw();
      awaitOutcomes(notes, 200, play);
      freezeRedis(notes);
      servers.redis().kill();
      servers.redis().start();
      awaitOutcomes(notes, 200, play);
      scheduler.program().kill();
      freezeRedis(notes);
      servers.redis().kill();
      servers.redis().start();
      scheduler.program().start();
      play.get(5, TimeUnit.MINUTES);
      assertThat(collector.settles(PATIENCE)).isTrue();
      player.askAgain();
      servers.redis().kill();
      servers.redis().startEmpty();
      player.askAgain();
      var seatMaps = new ArrayList<SeatMap>();
      for (UUID played : stages.sessions()) {
        seatMaps.add(player.seatMap(played));
      }
      assertThat(notes.surprises()).isEmpty();
      assertThat(Checks.run(collector.collect(stages.sessions(), notes.toLog(), seatMaps)))
          .allSatisfy(verdict -> assertThat(verdict.breaches()).as(verdict.name()).isEmpty());
    }
  }

  /** Until clients have been told to come again. */
  private void freezeRedis(Notes notes) throws Exception {
    long told = notes.delayCount();
    servers.redis().freeze();
    await(() -> notes.delayCount() > told);
  }

  private void play(Player player, Stages stages) {
    try {
      player.play(stages.main(), 2_000, 7);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitOutcomes(Notes notes, int more, CompletableFuture<Void> play)
      throws Exception {
    long enough = notes.outcomeCount() + more;
    await(() -> notes.outcomeCount() >= enough);
    assertThat(play).as("still under way").isNotDone();
  }

  private HttpResponse<String> reserve(String customer, UUID key, String seat) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(intake.url() + "/v1/sessions/" + session + "/reservations"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key.toString())
            .POST(HttpRequest.BodyPublishers.ofString("{\"seats\":[\"" + seat + "\"]}"));
    return awaitAnswer(request, customer);
  }

  /** The request's body once it has an outcome. */
  private String outcome(HttpResponse<String> accepted, String customer) throws Exception {
    URI uri = URI.create(intake.url() + accepted.headers().firstValue("Location").orElseThrow());
    String body = "QUEUED";
    while (body.contains("QUEUED")) {
      body = awaitAnswer(HttpRequest.newBuilder(uri).header("Prefer", "wait=30"), customer).body();
    }
    return body;
  }

  /** As a careful client: it comes again while it is told so. */
  private HttpResponse<String> awaitAnswer(HttpRequest.Builder request, String customer)
      throws Exception {
    HttpRequest sent = request.header("Authorization", "Bearer " + token(customer)).build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> answer = http.send(sent, HttpResponse.BodyHandlers.ofString());
    while (answer.statusCode() == 503 && System.nanoTime() - deadline < 0) {
      Thread.sleep(PAUSE);
      answer = http.send(sent, HttpResponse.BodyHandlers.ofString());
    }
    return answer;
  }

  private String token(String customer) {
    return tokens.of(
        customer, customer.equals(Player.BOX_OFFICE) ? "reserve reserve:bulk" : "reserve");
  }

  private SluiceProcess start(String name, Map<String, String> settings) {
    Path jars = Path.of(System.getProperty("sluice.parts", "target/parts"));
    return SluiceProcess.start(
        new SluiceProcess.Plan(
            name, jars.resolve(name + ".jar"), addresses, secret, List.of(), settings));
  }

  private void takeSeat(Connection other, String label) throws SQLException {
    try (PreparedStatement insert =
        other.prepareStatement(
            """
            INSERT INTO reservation_seat (session_id, seat, reservation_id)
            SELECT session.id, seat.ordinal, session.id
            FROM session JOIN seat ON seat.hall_id = session.hall_id
            WHERE session.id = ? AND seat.label = ?
            """)) {
      insert.setBytes(1, Uuids.toBytes(session));
      insert.setString(2, label);
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
  }

  /** Whether followers hear of the slice that ends with the entry. */
  private boolean isAnnounced(EntryId entry) {
    String id = entry.toString();
    return !redis.xrange(KEYS.outcomes(), Range.create(id, id)).isEmpty();
  }

  private EntryId watermark() throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("SELECT watermark FROM shard WHERE id = 0")) {
      row.next();
      return EntryId.fromBytes(row.getBytes(1));
    }
  }

  private long lastNumber() throws SQLException {
    return number("SELECT last_number FROM shard WHERE id = 0");
  }

  private long number(String sql) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime() - deadline).as("patience").isNegative();
      Thread.sleep(PAUSE);
    }
  }
}
