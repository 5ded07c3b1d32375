package dev.sluice.redis;

import dev.sluice.redis.RedisDurabilityCheck.Problem;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;

/**
 * Looks from time to time whether Redis answers and keeps what it acknowledges: settings may change
 * while it runs. Each look has connections of its own, so that it sees what a new one would meet.
 * Thread-safe.
 */
public final class RedisWatch implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(RedisWatch.class);

  /** While it is waited for: a line in the log every few seconds. */
  private static final long WAITING_SECONDS = 3;

  private final RedisServers servers;
  private final RedisDurabilityCheck check;
  private volatile String away = "Redis has not been asked yet";
  private volatile @Nullable Problem unsafe;
  private volatile boolean seen;
  private volatile CountDownLatch ended = new CountDownLatch(0);

  RedisWatch(RedisServers servers) {
    this.servers = servers;
    this.check = new RedisDurabilityCheck(servers.settings());
  }

  /** Why nothing may be accepted yet, or any more; null if requests may be. */
  public @Nullable String findObstacle() {
    if (!seen) {
      return away;
    }
    Problem problem = unsafe;
    return problem == null ? null : problem.reason();
  }

  /** Why Redis cannot be asked now; null if it answered the last time. */
  public @Nullable String findAbsence() {
    return away.isEmpty() ? null : away;
  }

  /**
   * Refuses a connection to a server that could lose what it acknowledges.
   *
   * @throws UnsafeRedisException if it could
   */
  public void requireSafe(StatefulRedisConnection<String, ?> connection) {
    Problem problem = check.findProblem(connection);
    if (problem != null) {
      throw new UnsafeRedisException(problem.reason());
    }
  }

  /**
   * Looks once, at a start: who waits for a Redis that is away is not helped by an end, but a wrong
   * setting is for a person to change.
   *
   * @throws UnsafeRedisException if a setting lets it lose what it acknowledges
   */
  public void requireSafeIfReachable() {
    look();
    Problem problem = unsafe;
    if (problem != null && problem.certain()) {
      throw new UnsafeRedisException(problem.reason());
    }
  }

  /** Looks once. */
  public void look() {
    try {
      Problem problem = findProblem();
      if (!away.isEmpty() && seen) {
        log.info("Redis answers again");
      }
      if (!Objects.equals(unsafe, problem)) {
        log.warn("{}", problem == null ? "Redis keeps what it acknowledges" : problem.reason());
      }
      unsafe = problem;
      away = "";
      seen = true;
    } catch (RedisException e) {
      String reason =
          "Redis does not answer: " + NestedExceptionUtils.getMostSpecificCause(e).getMessage();
      if (away.isEmpty() || !seen) {
        log.warn("{}", reason);
      }
      away = reason;
    }
  }

  private @Nullable Problem findProblem() {
    List<StatefulRedisConnection<String, String>> connections =
        servers.connectAll(StringCodec.UTF8);
    try {
      for (StatefulRedisConnection<String, String> connection : connections) {
        Problem problem = check.findProblem(connection);
        if (problem != null) {
          return problem;
        }
      }
      return null;
    } finally {
      connections.forEach(StatefulRedisConnection::close);
    }
  }

  /**
   * Looks once, then from time to time.
   *
   * @throws UnsafeRedisException if a setting lets Redis lose what it acknowledges
   */
  @Override
  public void start() {
    requireSafeIfReachable();
    var end = new CountDownLatch(1);
    ended = end;
    Thread.ofPlatform().name("redis-watch").daemon().start(() -> watch(end));
  }

  private void watch(CountDownLatch end) {
    try {
      while (!end.await(pauseMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long pauseMillis() {
    long period = servers.settings().durabilityCheck().toMillis();
    return findAbsence() == null
        ? period
        : Math.min(period, TimeUnit.SECONDS.toMillis(WAITING_SECONDS));
  }

  @Override
  public void stop() {
    ended.countDown();
  }

  @Override
  public boolean isRunning() {
    return ended.getCount() > 0;
  }
}
