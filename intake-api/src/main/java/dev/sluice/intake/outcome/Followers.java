package dev.sluice.intake.outcome;

import dev.sluice.intake.outcome.settlement.ShardSettlements;
import dev.sluice.intake.outcome.waiting.Waiters;
import dev.sluice.intake.redis.RedisLinks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A follower for each shard: for those that exist from the start, for others when first asked. */
@Component
final class Followers implements SmartLifecycle {

  private final Map<Integer, ShardFollower> byShard = new ConcurrentHashMap<>();
  private final RedisLinks links;
  private final JournalSlices journal;
  private final DecodedSlices decoded;
  private final OutcomeSettings settings;
  private final JdbcClient jdbc;
  private final ScheduledThreadPoolExecutor times =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().name("wait-times").daemon().factory(),
          // After the end nobody waits any more, whatever its time.
          new ThreadPoolExecutor.DiscardPolicy());
  private volatile boolean running;

  Followers(
      RedisLinks links,
      JournalSlices journal,
      DecodedSlices decoded,
      OutcomeSettings settings,
      JdbcClient jdbc,
      MeterRegistry meters) {
    this.links = links;
    this.journal = journal;
    this.decoded = decoded;
    this.settings = settings;
    this.jdbc = jdbc;
    // Most who wait are woken long before their time is over.
    times.setRemoveOnCancelPolicy(true);
    Gauge.builder("sluice.outcomes.waiting", this, Followers::waiting)
        .description("Clients that wait for an outcome, or for a payment's end")
        .register(meters);
  }

  ShardFollower get(int shard) {
    ShardFollower follower = byShard.get(shard);
    return follower != null ? follower : byShard.computeIfAbsent(shard, this::open);
  }

  Set<Integer> shards() {
    return Set.copyOf(byShard.keySet());
  }

  int waiting() {
    return byShard.values().stream().mapToInt(ShardFollower::waiting).sum();
  }

  @Override
  public void start() {
    jdbc.sql("SELECT id FROM shard").query(Integer.class).list().forEach(this::get);
    running = true;
  }

  /** Stops before the web server waits for its calls: those that wait here get their answer. */
  @Override
  public void stop() {
    running = false;
    byShard.values().forEach(ShardFollower::close);
    times.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private ShardFollower open(int shard) {
    var memory = new SliceMemory(settings.memoryPerShard().toBytes(), journal.position(shard));
    return new ShardFollower(
        shard,
        memory,
        () -> links.connect(shard),
        links.callTimeout(),
        journal,
        settings.idleCheck(),
        new Waiters<>(times, Thread::startVirtualThread),
        new ShardSettlements(
            memory,
            slice -> decoded.decode(slice).elements(),
            settings.settlementsPerShard(),
            new Waiters<>(times, Thread::startVirtualThread)));
  }
}
