package dev.sluice.intake.append;

import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.intake.redis.RedisLinks;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The way into every shard's stream. */
@Component
public final class Appenders implements AutoCloseable {

  private final Map<Integer, Appender> byShard = new ConcurrentHashMap<>();
  private final AppendSettings settings;
  private final RedisLinks links;
  private final BacklogGate gate;
  private final MeterRegistry meters;

  Appenders(AppendSettings settings, RedisLinks links, BacklogGate gate, MeterRegistry meters) {
    this.settings = settings;
    this.links = links;
    this.gate = gate;
    this.meters = meters;
    links.checkIfReachable();
  }

  /** Appends a request and waits until it is durable, or what else became of it is known. */
  public AppendResult append(int shard, Request request) {
    return appender(shard).append(request).join();
  }

  /** Appends a request; the future is never completed exceptionally. */
  public CompletableFuture<AppendResult> appendLater(int shard, Request request) {
    return appender(shard).append(request);
  }

  /** What refused clients are told to wait. */
  public Duration retryAfter() {
    return settings.retryAfter();
  }

  /** What a caller who is full is told to wait: it takes long until ids are forgotten. */
  public Duration callerRetryAfter() {
    return settings.callerRetryAfter();
  }

  /** When a drain is next due for what was appended then. */
  public Instant nextDrainAt(Instant appendedAt) {
    return appendedAt.plus(settings.drainInterval());
  }

  @Override
  public void close() {
    byShard.values().forEach(Appender::close);
  }

  private Appender appender(int shard) {
    Appender open = byShard.get(shard);
    return open != null ? open : byShard.computeIfAbsent(shard, this::open);
  }

  private Appender open(int shard) {
    gate.watch(shard);
    var keys = new ShardKeys(shard);
    long timeoutMillis = links.callTimeout().toMillis();
    return new Appender(
        keys,
        settings,
        links.forAppending(shard),
        timeoutMillis,
        new ReplicaDisks(keys, links.replicasAcknowledging(), timeoutMillis),
        () -> gate.findClosing(shard),
        () -> gate.isRecentListed(shard),
        links::findObstacle,
        meters);
  }
}
