package dev.sluice.bench.world;

import dev.sluice.bench.Await;
import dev.sluice.bench.BrokenPromiseException;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Processes;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.rig.SluiceProcess;
import dev.sluice.rig.Tokens;
import dev.sluice.rig.evidence.Collector;
import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.client.ClientLog;
import dev.sluice.rig.evidence.stream.OutcomeStream;
import dev.sluice.rig.evidence.stream.Streams;
import dev.sluice.rig.evidence.topic.Topic;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A scheduler as it is shipped, that drains the one shard of a schema of its own. Every drain is
 * checked by the check.
 */
public final class World implements AutoCloseable {

  private static final int WARM_UPS = 4;
  private static final Duration DRAIN_MAX = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(4);
  private static final String POSITION =
      """
      SELECT shard.watermark, shard.last_number, publication.number
      FROM shard JOIN publication ON publication.shard = shard.id
      WHERE shard.id = ?
      """;

  private final ExperimentSetup setup;
  private final Schema schema;
  private final SluiceProcess scheduler;
  private final RequestQueue queue;
  private final Streams streams;
  private final OutcomeStream outcomes;
  private final Topic topic;
  private final Connection connection;

  private World(ExperimentSetup setup, Schema schema, SluiceProcess scheduler) throws SQLException {
    this.setup = setup;
    this.schema = schema;
    this.scheduler = scheduler;
    this.queue = new RequestQueue(schema.servers().redisUrl(), schema.shard());
    this.streams = new Streams(schema.servers().redisUrl());
    this.outcomes = new OutcomeStream(schema.servers().redisUrl(), schema.shard());
    this.topic = new Topic(schema.servers().kafkaBootstrapServers());
    this.connection = schema.connect();
  }

  /** Starts a scheduler with its shipped settings. */
  public static World start(ExperimentSetup setup, int shard)
      throws SQLException, InterruptedException {
    return start(setup, Schema.create(setup.servers(), shard), Map.of());
  }

  /**
   * Starts a scheduler.
   *
   * @param schema what it works on; dropped with this
   * @param settings that differ from the shipped ones
   */
  public static World start(ExperimentSetup setup, Schema schema, Map<String, String> settings)
      throws SQLException, InterruptedException {
    SluiceProcess scheduler =
        SluiceProcess.start(
            new SluiceProcess.Plan(
                "scheduler",
                setup.jar("scheduler"),
                schema.servers(),
                Tokens.newSecret(),
                setup.jvmOptions(),
                settings));
    setup.processes().add("scheduler", scheduler.program().pid());
    var world = new World(setup, schema, scheduler);
    world.queue.awaitVerified();
    return world;
  }

  /** The schema that it works on. */
  public Schema schema() {
    return schema;
  }

  /** The shard's stream. */
  public RequestQueue queue() {
    return queue;
  }

  /** The scheduler's process. */
  public long pid() {
    return scheduler.program().pid();
  }

  /** A world whose scheduler has already decided as much as its compilers need. */
  public static World startWarm(
      ExperimentSetup setup, Schema schema, Map<String, String> settings, int requests)
      throws SQLException, InterruptedException {
    World world = start(setup, schema, settings);
    var random = new Random(~setup.seed());
    for (int i = 0; i < WARM_UPS; i++) {
      world.rate(world.demand(random, 1, requests, Mix.MANY_GRANTED));
      world.rate(world.demand(random, 1, requests, Mix.FEW_GRANTED));
    }
    return world;
  }

  /** Draws requests for sessions that it makes for them. */
  public Demand demand(Random random, int sessions, int requests, Mix mix) throws SQLException {
    int each = (requests + sessions - 1) / sessions;
    return Demand.draw(random, sessions(sessions, mix.seatsFor(each)), requests, mix);
  }

  /** Sessions with so many seats each. */
  public List<BenchSession> sessions(int count, int seats) throws SQLException {
    var sessions = new ArrayList<BenchSession>();
    for (int i = 0; i < count; i++) {
      sessions.add(BenchSession.create(schema, seats));
    }
    return sessions;
  }

  /**
   * A drain that the check found right.
   *
   * @param rate decisions in a second, from the release of the requests until the last one was
   *     decided, committed, in the outcome stream, and acknowledged by Kafka
   * @param time that each process had on a processor meanwhile
   */
  public record Drained(double rate, Map<String, Duration> time) {}

  /**
   * Has requests drained that all stand in the stream when it begins.
   *
   * @throws BrokenPromiseException if the check finds a breach
   */
  public Drained drain(Demand demand) throws SQLException, InterruptedException {
    var collector = new Collector(connection, streams, topic);
    long before = lastNumber();
    // The first of each session loads it, as happens once in an on-sale.
    List<Request> first = demand.requests().subList(0, demand.sessions());
    awaitDrained(queue.append(first));
    List<Request> others = demand.requests().subList(demand.sessions(), demand.requests().size());
    queue.stage(others);
    EntryId last = queue.lastStaged();
    Map<String, Duration> time = setup.processes().time();
    long began = System.nanoTime();
    queue.release();
    awaitDrained(last);
    double seconds = (System.nanoTime() - began) / 1e9;
    var drained =
        new Drained(others.size() / seconds, Processes.minus(setup.processes().time(), time));
    check(collector, demand, before);
    queue.forget();
    return drained;
  }

  /** Decisions in a second of {@link #drain}. */
  public double rate(Demand demand) throws SQLException, InterruptedException {
    return drain(demand).rate();
  }

  /** Waits until everything up to an entry is decided, readable and published. */
  public void awaitDrained(EntryId last) throws SQLException, InterruptedException {
    Await.until(
        () -> isDrained(last),
        DRAIN_MAX,
        POLL,
        () ->
            "Shard %d is not drained after %s; see %s"
                .formatted(schema.shard(), DRAIN_MAX, scheduler.logFile()));
  }

  /** The shard's last number. */
  public long lastNumber() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(POSITION)) {
      select.setInt(1, schema.shard());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(2);
      }
    }
  }

  private boolean isDrained(EntryId last) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(POSITION)) {
      select.setInt(1, schema.shard());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return EntryId.fromBytes(row.getBytes(1)).compareTo(last) >= 0
            && row.getLong(2) == row.getLong(3)
            && queue.redis().xlen(queue.keys().requests()) == 0
            && !queue
                .redis()
                .xrange(queue.keys().outcomes(), Range.create(last.toString(), "+"), Limit.from(1))
                .isEmpty();
      }
    }
  }

  private void check(Collector collector, Demand demand, long before) throws SQLException {
    Set<UUID> sessions =
        demand.requests().stream().map(request -> request.session()).collect(Collectors.toSet());
    List<Acknowledgement> acknowledged =
        demand.requests().stream().map(Acknowledgement::of).toList();
    var evidence =
        collector.collect(
            List.copyOf(sessions),
            new ClientLog(acknowledged, Set.of(), List.of(), outcomes.answersAfter(before)),
            List.of());
    BrokenPromiseException.throwIfBroken(evidence);
    if (evidence.seats().size() != demand.granted()) {
      throw new BrokenPromiseException(
          "%d seats are taken, not %d".formatted(evidence.seats().size(), demand.granted()));
    }
  }

  /** Ends the scheduler and drops the schema. */
  @Override
  public void close() throws SQLException {
    scheduler.close();
    setup.processes().remove("scheduler");
    queue.forgetAll();
    queue.close();
    streams.close();
    outcomes.close();
    connection.close();
    schema.close();
  }
}
