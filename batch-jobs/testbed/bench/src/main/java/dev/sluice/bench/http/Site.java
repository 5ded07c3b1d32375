package dev.sluice.bench.http;

import dev.sluice.bench.Await;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.http.client.Calls;
import dev.sluice.bench.http.client.Client;
import dev.sluice.bench.http.load.Customers;
import dev.sluice.bench.world.BenchSession;
import dev.sluice.bench.world.RequestQueue;
import dev.sluice.bench.world.Schema;
import dev.sluice.rig.SluiceProcess;
import dev.sluice.rig.Tokens;
import dev.sluice.rig.evidence.stream.OutcomeStream;
import dev.sluice.rig.evidence.stream.Streams;
import dev.sluice.rig.evidence.topic.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An intake and a scheduler as they are shipped, on a schema and a shard of their own. Beside its
 * own endpoints the intake has one that does nothing.
 */
final class Site implements AutoCloseable {

  private static final int LOG_LINES = 10;
  private static final String WAITING = "sluice_outcomes_waiting ";
  private static final Duration SETTLING_MAX = Duration.ofMinutes(3);

  private final ExperimentSetup setup;
  private final Schema schema;
  private final Tokens tokens = new Tokens(Tokens.newSecret());
  private final Customers customers = Customers.of(tokens);
  private final RequestQueue queue;
  private final Streams streams;
  private final Topic topic;
  private final OutcomeStream outcomes;
  private final Connection connection;
  private final SluiceProcess intake;
  private @Nullable SluiceProcess scheduler;

  private Site(ExperimentSetup setup, Schema schema, List<String> intakeOptions)
      throws SQLException {
    this.setup = setup;
    this.schema = schema;
    queue = new RequestQueue(schema.servers().redisUrl(), schema.shard());
    streams = new Streams(schema.servers().redisUrl());
    topic = new Topic(schema.servers().kafkaBootstrapServers());
    outcomes = new OutcomeStream(schema.servers().redisUrl(), schema.shard());
    connection = schema.connect();
    intake = start("intake-api", intakeOptions, extension());
  }

  /** Starts both parts; returns when requests are accepted. */
  static Site open(ExperimentSetup setup, int shard) throws SQLException, InterruptedException {
    return open(setup, shard, List.of());
  }

  /**
   * Starts both parts; returns when requests are accepted.
   *
   * @param intakeOptions of the intake's JVM that differ from the usual ones
   */
  static Site open(ExperimentSetup setup, int shard, List<String> intakeOptions)
      throws SQLException, InterruptedException {
    var site = new Site(setup, Schema.create(setup.servers(), shard), intakeOptions);
    site.startScheduler();
    return site;
  }

  ExperimentSetup setup() {
    return setup;
  }

  Schema schema() {
    return schema;
  }

  String url() {
    return intake.url();
  }

  Tokens tokens() {
    return tokens;
  }

  Customers customers() {
    return customers;
  }

  RequestQueue queue() {
    return queue;
  }

  OutcomeStream outcomes() {
    return outcomes;
  }

  Topic topic() {
    return topic;
  }

  Streams streams() {
    return streams;
  }

  Connection connection() {
    return connection;
  }

  /** Follows the outcomes from now on. */
  Follower follow() {
    return new Follower(schema.servers().redisUrl(), schema.shard());
  }

  /** The intake's process. */
  long intakePid() {
    return intake.program().pid();
  }

  /** Clients that wait for an outcome, by the intake's own gauge. */
  int waitingCount() throws IOException, InterruptedException {
    var metrics = HttpRequest.newBuilder(URI.create(url() + "/actuator/prometheus")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(metrics, HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith(WAITING))
          .mapToInt(line -> (int) Double.parseDouble(line.substring(WAITING.length())))
          .sum();
    }
  }

  /** A session with so many seats. */
  BenchSession session(int seats) throws SQLException {
    return BenchSession.create(schema, seats);
  }

  /** Has the shard drained again; returns when it has verified Redis. */
  void startScheduler() throws InterruptedException {
    scheduler = start("scheduler", List.of(), null);
    queue.awaitVerified();
  }

  /** Nothing is decided from now on. */
  void stopScheduler() {
    if (scheduler != null) {
      scheduler.close();
      setup.processes().remove("scheduler");
      scheduler = null;
    }
  }

  /** Waits until everything that was accepted is decided. */
  void awaitDrained() throws InterruptedException {
    Await.until(
        () -> queue.redis().xlen(queue.keys().requests()) == 0,
        SETTLING_MAX,
        Duration.ofMillis(5),
        () -> "Shard " + schema.shard() + " is not drained");
  }

  /**
   * Makes the calls with so many connections at once.
   *
   * @throws IllegalStateException if one is not answered; with the end of the intake's log
   */
  <T extends Calls> T run(T calls, int connections) throws IOException {
    try (var client = new Client(url(), connections)) {
      client.run(calls);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + "; the intake's log: " + logEnd(), e);
    }
    return calls;
  }

  @Override
  public void close() throws SQLException {
    stopScheduler();
    intake.close();
    setup.processes().remove("intake-api");
    outcomes.close();
    queue.forgetAll();
    queue.close();
    streams.close();
    connection.close();
    schema.close();
  }

  private String logEnd() throws IOException {
    List<String> lines = Files.readAllLines(intake.logFile());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  private SluiceProcess start(
      String name, List<String> moreOptions, SluiceProcess.@Nullable Extension extension) {
    List<String> options =
        Stream.concat(setup.jvmOptions().stream(), moreOptions.stream()).toList();
    SluiceProcess part =
        SluiceProcess.start(
            new SluiceProcess.Plan(
                name,
                setup.jar(name),
                schema.servers(),
                tokens.secret(),
                options,
                Map.of(),
                extension));
    setup.processes().add(name, part.program().pid());
    return part;
  }

  private static SluiceProcess.Extension extension() {
    try {
      Path classes =
          Path.of(
              NothingController.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return new SluiceProcess.Extension(classes, NothingController.class.getName());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The benchmark's classes have no path", e);
    }
  }
}
