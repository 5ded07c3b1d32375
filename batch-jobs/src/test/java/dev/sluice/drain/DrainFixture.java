package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.allocation.Allocation;
import dev.sluice.allocation.Incoming;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.index.IndexedShards;
import dev.sluice.journal.Journal;
import dev.sluice.journal.RequestIndex;
import dev.sluice.publication.Publications;
import dev.sluice.servers.Servers;
import dev.sluice.shard.Lease;
import dev.sluice.shard.Leases;
import dev.sluice.shard.ShardState;
import dev.sluice.shard.Shards;
import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.DecisionFunction;
import dev.sluice.slice.SliceListener;
import dev.sluice.stream.IdSettings;
import dev.sluice.stream.Indexing;
import dev.sluice.stream.RedisVerification;
import dev.sluice.stream.Retention;
import dev.sluice.stream.ShardConnections;
import dev.sluice.stream.ShardRedis;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/**
 * What a drain stands on, on real servers. Shards are nobody else's, so that a test never meets
 * what another left; the database may be. A drain is run step by step on the test's thread. As a
 * static extension of a test class it is closed after it.
 */
public final class DrainFixture implements AutoCloseable, AfterAllCallback {

  /** Longer than anything here should take. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Request ids as long as anybody needs them, in little memory, as there are many shards. */
  public static final IdSettings IDS =
      new IdSettings(Duration.ofHours(24), DataSize.ofMegabytes(16), 0.1, Duration.ZERO);

  private static final Duration POLL = Duration.ofMillis(20);
  private static final AtomicInteger SHARDS = new AtomicInteger(100);

  private final TestDatabase database;
  private final RedisClient drainRedis = redisClient(false);
  private final RedisClient testRedis = redisClient(true);
  private final StatefulRedisConnection<String, byte[]> connection =
      testRedis.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
  private final Journal journal;
  private final Shards shards;
  private final Publications publications;
  private final Indexing indexing;
  private @Nullable RedissonClient redisson;

  /** On the database that most tests of this JVM share: migrating takes four seconds. */
  public DrainFixture() {
    this(TestDatabase.shared());
  }

  private DrainFixture(TestDatabase database) {
    this.database = database;
    this.journal = new Journal(database.jdbc());
    this.shards = new Shards(database.jdbc());
    this.publications = new Publications(database.jdbc());
    this.indexing = IndexedShards.indexing(this);
  }

  /**
   * On a database of its own: for who changes tables, or looks at all shards of a database at once.
   */
  public static DrainFixture onOwnDatabase() {
    return new DrainFixture(new TestDatabase());
  }

  /** The database; the pool is for everything but a drain's own connection. */
  public TestDatabase database() {
    return database;
  }

  public JdbcTemplate jdbc() {
    return database.jdbc();
  }

  /** Redis, on a connection that comes back by itself. */
  public RedisCommands<String, byte[]> redis() {
    return connection.sync();
  }

  public Journal journal() {
    return journal;
  }

  public Publications publications() {
    return publications;
  }

  public Shards shards() {
    return shards;
  }

  /** Redis as drains use it: connections do not come back. */
  public ShardConnections drainRedis() {
    return ShardConnections.of(drainRedis);
  }

  synchronized RedissonClient redisson() {
    RedissonClient client = redisson;
    if (client == null) {
      var config = new Config();
      config.setLockWatchdogTimeout(2_000).setThreads(2).setNettyThreads(2);
      config
          .useSingleServer()
          .setAddress(Servers.shared().redis().uri())
          .setConnectionMinimumIdleSize(1)
          .setConnectionPoolSize(4)
          .setSubscriptionConnectionMinimumIdleSize(1)
          .setSubscriptionConnectionPoolSize(2);
      client = Redisson.create(config);
      redisson = client;
    }
    return client;
  }

  Leases leases() {
    return new Leases(redisson(), jdbc(), transactions(), Duration.ofSeconds(2));
  }

  /** Transactions on the pool. */
  public TransactionTemplate transactions() {
    return new TransactionTemplate(new DataSourceTransactionManager(database.pool()));
  }

  /** A shard that never was before, with a verified Redis: requests can be appended to it. */
  public int newShard() {
    int shard = newUnverifiedShard();
    verify(shard);
    return shard;
  }

  /**
   * The only shard of the database, which nobody else uses: nodes drain all that the table has, and
   * the migrations have some.
   */
  int newOnlyShard() {
    jdbc().update("DELETE FROM publication");
    jdbc().update("DELETE FROM shard");
    return newShard();
  }

  /** A shard that never was before, and that Redis knows nothing of. */
  public int newUnverifiedShard() {
    int shard = SHARDS.incrementAndGet();
    jdbc()
        .update(
            """
            INSERT INTO shard (id, fence, watermark, last_number, last_decided_at, last_hash)
            VALUES (?, 0, ?, 0, '1970-01-01 00:00:00.000', ?)
            """,
            shard,
            new byte[16],
            new byte[32]);
    jdbc().update("INSERT INTO publication (shard, fence, number) VALUES (?, 0, 0)", shard);
    return shard;
  }

  /** Has Redis verified for the shard, as a lease holder does. */
  public void verify(int shard) {
    try (ShardRedis redis = ShardRedis.connect(drainRedis(), shard)) {
      Shards.Locked locked =
          Objects.requireNonNull(transactions().execute(status -> shards.lock(shard)));
      verification(redis, IDS).verify(locked.state(), locked.clock());
    }
  }

  /** A verification with settings of the request ids. */
  public RedisVerification verification(ShardRedis redis, IdSettings ids) {
    return new RedisVerification(redis, journal, indexing, retention(), ids, 1);
  }

  /** What Redis remembers of a shard's request ids. */
  public Memory memory(int shard) {
    return new Memory(redis(), shard);
  }

  /** Runs the job index-requests' step for a shard. */
  public void index(int shard) {
    IndexedShards.run(this, shard);
  }

  /** A session of two sections A and B, PLATINUM and GOLD, of ten rows of ten: A-1-1 to B-10-10. */
  public UUID newSession(int shard) {
    return newSession(shard, 10, 10);
  }

  /** A session of two sections A and B, PLATINUM and GOLD, of so many rows and seats a row. */
  public UUID newSession(int shard, int rows, int seatsPerRow) {
    return database.generateSession(
        shard,
        "@sections = 2",
        "@grades = 2",
        "@rows = " + rows,
        "@seats_per_row = " + seatsPerRow);
  }

  /** Waits until the hold of a granted request is over by the database's clock. */
  public void awaitEndOfHold(Request granted) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Boolean.TRUE.equals(
                    jdbc()
                        .queryForObject(
                            "SELECT hold_expires_at <= UTC_TIMESTAMP(3) FROM reservation WHERE"
                                + " session_id = ? AND id = ?",
                            Boolean.class,
                            Uuids.toBytes(granted.session()),
                            Uuids.toBytes(granted.id()))));
  }

  /** Appends to that shard. */
  public Requests requests(int shard) {
    return new Requests(redis(), shard);
  }

  /** Short times, so that nothing waits longer than it must. */
  SettingsBuilder settings() {
    return new SettingsBuilder();
  }

  /** Long enough for any test. */
  public Retention retention() {
    return settings().build().retention();
  }

  DrainParts parts() {
    return parts(settings().build());
  }

  DrainParts parts(DrainSettings settings) {
    return new DrainParts(
        database.connections(),
        drainRedis(),
        journal,
        new RequestIndex(jdbc()),
        indexing,
        shards,
        Allocation::decide,
        settings,
        IDS,
        new SliceListener() {});
  }

  /** With another decision function. */
  DrainParts parts(DecisionFunction decisionFunction) {
    return withDecisionFunction(parts(), decisionFunction);
  }

  /** With another decision function. */
  static DrainParts withDecisionFunction(DrainParts parts, DecisionFunction decisionFunction) {
    return new DrainParts(
        parts.database(),
        parts.redis(),
        parts.journal(),
        parts.index(),
        parts.indexing(),
        parts.shards(),
        decisionFunction,
        parts.settings(),
        parts.ids(),
        parts.listener());
  }

  /** With another index. */
  static DrainParts withIndex(DrainParts parts, RequestIndex index) {
    return new DrainParts(
        parts.database(),
        parts.redis(),
        parts.journal(),
        index,
        parts.indexing(),
        parts.shards(),
        parts.decisionFunction(),
        parts.settings(),
        parts.ids(),
        parts.listener());
  }

  /** Takes a seat without committing it: who wants the same one waits. */
  static void lockSeat(Connection connection, UUID session, int seat) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO reservation_seat (session_id, seat, reservation_id) VALUES (?, ?, ?)")) {
      insert.setBytes(1, Uuids.toBytes(session));
      insert.setInt(2, seat);
      insert.setBytes(3, Uuids.toBytes(UUID.randomUUID()));
      insert.executeUpdate();
    }
  }

  /** One that fails on every slice with that request. */
  static DecisionFunction failingOn(UUID poison) {
    return (snapshot, slice, now, number) -> {
      for (Incoming entry : slice) {
        if (entry instanceof Incoming.Readable(var id, var _, var request)
            && request.id().equals(poison)) {
          throw new IllegalStateException("planted");
        }
      }
      return Allocation.decide(snapshot, slice, now, number);
    };
  }

  /** With other connections for the drain itself. */
  DrainParts parts(DataSource connections, DrainSettings settings) {
    DrainParts parts = parts(settings);
    return new DrainParts(
        connections,
        parts.redis(),
        parts.journal(),
        parts.index(),
        parts.indexing(),
        parts.shards(),
        parts.decisionFunction(),
        settings,
        parts.ids(),
        parts.listener());
  }

  /** Whether any transaction waits for another's lock. */
  boolean isWaitingForALock() {
    Long waiting =
        jdbc()
            .queryForObject(
                "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
                Long.class);
    return waiting != null && waiting > 0;
  }

  /** A new lease: the fence is raised, but no lock is taken, so that a test may have two. */
  Lease newLease(int shard) {
    ShardState state =
        Objects.requireNonNull(transactions().execute(status -> shards.raiseFence(shard)));
    return new Lease(shard, state.fence(), redisson().getLock(new ShardKeys(shard).lease()));
  }

  /** A drain with a new lease. */
  ShardDrain newDrain(int shard) {
    return new ShardDrain(newLease(shard), parts());
  }

  /** Drains the shard under a new lease until nothing is left in its stream. */
  public List<SliceMessage> drain(int shard) {
    try (ShardDrain drain = newDrain(shard)) {
      return drain(shard, drain).stream().map(CommittedSlice::message).toList();
    }
  }

  /** Drains the shard under a new lease, in slices of at most so many entries. */
  public List<SliceMessage> drain(int shard, int sliceEntriesMax) {
    DrainSettings settings = settings().sliceEntriesMax(sliceEntriesMax).build();
    try (var drain = new ShardDrain(newLease(shard), parts(settings))) {
      return drain(shard, drain).stream().map(CommittedSlice::message).toList();
    }
  }

  /** Drains until nothing is left in the shard's stream. */
  List<CommittedSlice> drain(int shard, ShardDrain drain) {
    var slices = new ArrayList<CommittedSlice>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    do {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      next(drain).ifPresent(slices::add);
    } while (backlog(shard) > 0);
    return slices;
  }

  /** One step of a drain: decides a slice if one is ready soon. */
  Optional<CommittedSlice> next(ShardDrain drain) {
    try {
      return drain.next(POLL);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One step of a drain that has entries to decide: empty only if it failed. */
  Optional<CommittedSlice> attempt(ShardDrain drain) {
    try {
      return drain.next(PATIENCE);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Steps of a drain until one slice is decided. */
  CommittedSlice nextSlice(ShardDrain drain) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<CommittedSlice> slice = next(drain);
      if (slice.isPresent()) {
        return slice.get();
      }
    }
    throw new AssertionError("no slice within " + PATIENCE);
  }

  /** Entries in the shard's request stream. */
  public long backlog(int shard) {
    return redis().xlen(new ShardKeys(shard).requests());
  }

  /** What the journal and its neighbours say of the shard. */
  public JournalRows journalRows(int shard) {
    return new JournalRows(jdbc(), shard);
  }

  /** The promises of the shard. */
  public Promises promises(int shard) {
    return new Promises(this, shard);
  }

  private static RedisClient redisClient(boolean reconnecting) {
    RedisURI uri = RedisURI.create(Servers.shared().redis().uri());
    uri.setTimeout(Duration.ofSeconds(3));
    RedisClient client = RedisClient.create(uri);
    client.setOptions(ClientOptions.builder().autoReconnect(reconnecting).build());
    return client;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    RedissonClient client = redisson;
    if (client != null) {
      client.shutdown();
    }
    connection.close();
    shutdown(testRedis);
    shutdown(drainRedis);
    database.close();
  }

  private static void shutdown(RedisClient client) {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
