package dev.sluice.servers;

import dev.sluice.servers.database.Database;
import dev.sluice.servers.kafka.Kafka;
import dev.sluice.servers.life.Mode;
import dev.sluice.servers.life.Server;
import dev.sluice.servers.redis.Redis;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The three servers of one Sluice. */
public record Servers(Database database, Redis redis, Kafka kafka) implements AutoCloseable {

  private static @Nullable Servers shared;

  /**
   * Starts all three at the same time; returns when all answer. Where one fails, nothing is left of
   * the others.
   */
  public static Servers start(Mode mode) {
    Future<Database> database;
    Future<Redis> redis;
    Future<Kafka> kafka;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      database = executor.submit(() -> Database.start(mode));
      redis = executor.submit(() -> Redis.start(mode));
      kafka = executor.submit(() -> Kafka.start(mode));
    }
    requireStarted(List.of(database, redis, kafka));
    return new Servers(database.resultNow(), redis.resultNow(), kafka.resultNow());
  }

  private static void requireStarted(List<Future<? extends Server>> all) {
    List<Throwable> failures =
        all.stream()
            .filter(future -> future.state() == Future.State.FAILED)
            .map(Future::exceptionNow)
            .toList();
    if (!failures.isEmpty()) {
      all.stream()
          .filter(future -> future.state() == Future.State.SUCCESS)
          .forEach(future -> future.resultNow().close());
      var failure = new IllegalStateException("not all servers started", failures.getFirst());
      failures.stream().skip(1).forEach(failure::addSuppressed);
      throw failure;
    }
  }

  /**
   * Returns the servers that the tests of this JVM share, in the mode of {@link
   * Mode#fromSystemProperty()}; the first call starts them. They end with the JVM: nobody closes
   * them, and who hurts them heals them. Thread-safe.
   */
  public static synchronized Servers shared() {
    Servers servers = shared;
    if (servers == null) {
      servers = start(Mode.fromSystemProperty());
      shared = servers;
    }
    return servers;
  }

  /** Closes all three. */
  @Override
  public void close() {
    try (database;
        redis;
        kafka) {
      // Each is closed even where another fails to.
    }
  }
}
