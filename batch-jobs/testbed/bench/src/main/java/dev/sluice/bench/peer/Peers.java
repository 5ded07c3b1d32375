package dev.sluice.bench.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.bench.BrokenPromiseException;
import dev.sluice.bench.world.BenchSession;
import dev.sluice.bench.world.Demand;
import dev.sluice.bench.world.Schema;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.request.Request;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * Peers at work: threads that take requests from memory, which costs them nothing, and decide each
 * by itself. They have as many connections as threads.
 */
public final class Peers implements AutoCloseable {

  /** A way of deciding requests one by one. */
  public enum Kind {
    /** A Redisson lock on the seat, a row transaction, the result to Redis, an event to Kafka. */
    LOCK("Redisson lock and row transaction"),
    /** The session's stock row locked {@code FOR UPDATE} instead. */
    STOCK("hot stock row FOR UPDATE"),
    /** One row under a unique key in autocommit, and nothing else. */
    INSERT("row INSERT, autocommit");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** In words. */
    public String words() {
      return words;
    }
  }

  private static final int THREADS_MAX = 128;

  private final Schema schema;
  private final Seats seats;
  private final RedissonClient redisson;
  private final ResultDelivery delivery;

  /** Peers on that schema, which has no scheduler. */
  public Peers(Schema schema) throws SQLException {
    this.schema = schema;
    this.seats = new Seats(schema);
    this.redisson = redisson(schema.servers().redisUrl());
    this.delivery = new ResultDelivery(schema.servers(), redisson);
    try (Connection connection = schema.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(StockWay.TABLE);
    }
  }

  /**
   * Lets threads decide requests in order, for that long.
   *
   * @return decisions in a second
   * @throws BrokenPromiseException if what the tables hold is not what was granted
   */
  public double rate(Kind kind, int threads, BenchSession session, Demand demand, Duration length)
      throws SQLException, InterruptedException {
    seats.know(session);
    var next = new AtomicInteger();
    var granted = new AtomicInteger();
    double seconds;
    try (HikariDataSource pool = pool(kind, threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      Way way = way(kind, session, pool);
      long began = System.nanoTime();
      long ends = began + length.toNanos();
      var work = new ArrayList<Callable<Void>>();
      for (int i = 0; i < threads; i++) {
        work.add(() -> decide(way, demand.requests(), next, granted, ends));
      }
      for (Future<Void> done : executor.invokeAll(work)) {
        done.get();
      }
      way.settle();
      seconds = (System.nanoTime() - began) / 1e9;
    } catch (ExecutionException e) {
      throw new IllegalStateException(kind.words() + " failed", e.getCause());
    }
    requireTaken(session, granted.get());
    return Math.min(next.get(), demand.requests().size()) / seconds;
  }

  @Override
  public void close() {
    delivery.close();
    redisson.shutdown();
  }

  private static Void decide(
      Way way, List<Request> requests, AtomicInteger next, AtomicInteger granted, long ends)
      throws Exception {
    while (System.nanoTime() < ends) {
      int index = next.getAndIncrement();
      if (index >= requests.size()) {
        throw new IllegalStateException("The demand was too small for this machine");
      }
      if (way.decide(requests.get(index))) {
        granted.incrementAndGet();
      }
    }
    return null;
  }

  private Way way(Kind kind, BenchSession session, HikariDataSource pool) throws SQLException {
    return switch (kind) {
      case LOCK -> new LockWay(seats, pool, redisson, delivery);
      case STOCK -> {
        stock(session);
        yield new StockWay(seats, pool, delivery);
      }
      case INSERT -> new InsertWay(seats, pool);
    };
  }

  private void stock(BenchSession session) throws SQLException {
    try (Connection connection = schema.connect();
        PreparedStatement insert = connection.prepareStatement(StockWay.STOCK)) {
      insert.setBytes(1, Uuids.toBytes(session.id()));
      insert.setInt(2, session.seats().size());
      insert.executeUpdate();
    }
  }

  private void requireTaken(BenchSession session, int granted) throws SQLException {
    int taken = schema.countTaken(session.id());
    if (taken != granted) {
      throw new BrokenPromiseException(
          "The peer granted %d seats, the table has %d".formatted(granted, taken));
    }
  }

  /** As many connections as threads, all open. */
  private HikariDataSource pool(Kind kind, int threads) throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl(schema.servers().databaseUrl());
    config.setUsername(schema.servers().databaseUsername());
    config.setPassword(schema.servers().databasePassword());
    config.setMaximumPoolSize(threads);
    config.setAutoCommit(kind == Kind.INSERT);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    // What Hikari's own page recommends for Connector/J.
    config.addDataSourceProperty("cachePrepStmts", "true");
    config.addDataSourceProperty("prepStmtCacheSize", "250");
    config.addDataSourceProperty("useServerPrepStmts", "true");
    config.addDataSourceProperty("useLocalSessionState", "true");
    config.addDataSourceProperty("elideSetAutoCommits", "true");
    config.addDataSourceProperty("cacheServerConfiguration", "true");
    return opened(new HikariDataSource(config), threads);
  }

  private static HikariDataSource opened(HikariDataSource pool, int threads) throws SQLException {
    var connections = new ArrayList<Connection>();
    for (int i = 0; i < threads; i++) {
      connections.add(pool.getConnection());
    }
    for (Connection connection : connections) {
      connection.close();
    }
    return pool;
  }

  private static RedissonClient redisson(String url) {
    var config = new Config();
    config
        .useSingleServer()
        .setAddress(url)
        .setConnectionMinimumIdleSize(THREADS_MAX / 2)
        .setConnectionPoolSize(THREADS_MAX);
    return Redisson.create(config);
  }
}
