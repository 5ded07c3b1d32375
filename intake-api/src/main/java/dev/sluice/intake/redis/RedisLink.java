package dev.sluice.intake.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, replaced by a new one when it breaks. Commands of a broken connection fail; none
 * is ever sent again on the next one, which is why the client library's own reconnecting is off.
 * Thread-safe.
 */
public final class RedisLink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

  private final String name;
  private final Supplier<StatefulRedisConnection<String, byte[]>> connecting;
  private final Duration callTimeout;
  private final Semaphore broken = new Semaphore(0);
  private final Thread keeper;
  private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;
  private volatile boolean closed;

  RedisLink(
      String name,
      Supplier<StatefulRedisConnection<String, byte[]>> connecting,
      Duration callTimeout) {
    this.name = name;
    this.connecting = connecting;
    this.callTimeout = callTimeout;
    tryConnect();
    this.keeper = Thread.ofVirtual().name("redis-" + name).start(this::keepConnected);
  }

  /** Whether commands can be sent now. */
  public boolean isConnected() {
    return find() != null;
  }

  /**
   * The live connection's commands.
   *
   * @throws RedisUnavailableException at once, if there is no live connection; a new one is being
   *     sought
   */
  public RedisAsyncCommands<String, byte[]> commands() {
    StatefulRedisConnection<String, byte[]> live = find();
    if (live == null) {
      throw new RedisUnavailableException("Redis is not connected", null);
    }
    return live.async();
  }

  /**
   * Waits for the answer to a question that changes nothing.
   *
   * @throws RedisUnavailableException if there is none in time
   */
  public <T> T answer(Future<T> question) {
    try {
      return question.get(callTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisUnavailableException("Interrupted while waiting for Redis", e);
    } catch (TimeoutException e) {
      drop();
      throw new RedisUnavailableException("Redis did not answer in " + callTimeout, e);
    } catch (ExecutionException e) {
      throw new RedisUnavailableException("Redis answered with an error", e.getCause());
    }
  }

  /** Gives up the connection, whose answers are late, and seeks a new one. */
  public void drop() {
    StatefulRedisConnection<String, byte[]> old = connection;
    connection = null;
    if (old != null) {
      old.close();
    }
    broken.release();
  }

  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
    StatefulRedisConnection<String, byte[]> old = connection;
    connection = null;
    if (old != null) {
      old.close();
    }
  }

  private @Nullable StatefulRedisConnection<String, byte[]> find() {
    StatefulRedisConnection<String, byte[]> live = connection;
    return live != null && live.isOpen() ? live : null;
  }

  private void keepConnected() {
    try {
      Duration pause = Duration.ofMillis(50);
      while (!closed) {
        if (find() != null) {
          broken.acquire();
          broken.drainPermits();
          pause = Duration.ofMillis(50);
        } else if (!tryConnect()) {
          Thread.sleep(pause);
          pause =
              pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
        }
      }
    } catch (InterruptedException e) {
      log.debug("Link {} ends", name);
    }
  }

  private boolean tryConnect() {
    try {
      StatefulRedisConnection<String, byte[]> fresh = connecting.get();
      fresh.addListener(
          new RedisConnectionStateAdapter() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
              broken.release();
            }
          });
      connection = fresh;
      if (closed) {
        fresh.close();
      }
      log.info("Link {} is connected to Redis", name);
      return true;
    } catch (RuntimeException e) {
      log.warn("Link {} has no connection to Redis: {}", name, rootMessage(e));
      return false;
    }
  }

  private static @Nullable String rootMessage(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }
}
