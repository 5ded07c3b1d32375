package dev.sluice.drain;

import dev.sluice.job.JobRunner;
import dev.sluice.job.Tick;
import dev.sluice.servers.Servers;
import dev.sluice.shard.KnownShards;
import dev.sluice.shard.Shards;
import dev.sluice.stream.ShardConnections;
import dev.sluice.stream.ShardNeeds;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A node of the scheduler in this JVM, with a Redisson client and pool of its own. */
final class Node implements AutoCloseable {

  private static final long TICK_MILLIS = 50;

  private final ConfigurableApplicationContext context;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Tick drainTick;

  private Node(ConfigurableApplicationContext context) {
    this.context = context;
    this.drainTick = context.getBean("drainTick", Tick.class);
  }

  /** Starts one that does nothing until it is ticked. */
  static Node start(DrainFixture fixture, Map<String, Object> more) {
    var properties = properties(fixture);
    properties.putAll(more);
    return new Node(
        new SpringApplicationBuilder(NodeApplication.class)
            .web(WebApplicationType.NONE)
            .registerShutdownHook(false)
            .properties(properties)
            .run());
  }

  /** What a node is told of the servers, and short times. */
  static Map<String, Object> properties(DrainFixture fixture) {
    var properties = new HashMap<String, Object>();
    properties.put("spring.main.banner-mode", "off");
    properties.put("spring.datasource.url", fixture.database().url());
    properties.put("spring.datasource.username", fixture.database().username());
    properties.put("spring.datasource.password", fixture.database().password());
    properties.put("spring.datasource.hikari.maximum-pool-size", 8);
    properties.put("spring.datasource.hikari.minimum-idle", 1);
    properties.put("sluice.database.connect-timeout", "1s");
    properties.put("sluice.database.read-timeout", "1900ms");
    properties.put("sluice.database.pool-timeout", "1900ms");
    properties.put("spring.flyway.enabled", false);
    properties.put("spring.batch.job.enabled", false);
    properties.put("spring.data.redis.url", Servers.shared().redis().uri());
    properties.put("spring.kafka.bootstrap-servers", Servers.shared().kafka().bootstrapServers());
    properties.put("sluice.drain.interval", "20ms");
    properties.put("sluice.drain.linger", "500ms");
    properties.put("sluice.drain.lease-length", "2s");
    properties.put("sluice.drain.retry-delay-max", "200ms");
    properties.put("sluice.drain.slice-entries-max", 64);
    properties.put("sluice.publication.delivery-max", "3s");
    return properties;
  }

  Drains drains() {
    return context.getBean(Drains.class);
  }

  ShardReports reports() {
    return context.getBean(ShardReports.class);
  }

  ShardConnections drainRedis() {
    return context.getBean(ShardConnections.class);
  }

  JobRepository repository() {
    return context.getBean(JobRepository.class);
  }

  /** Has it look once for shards to drain. */
  void tick() {
    run(drainTick);
  }

  /** Has it look once for outcomes to relay. */
  void relay() {
    run(context.getBean("relayTick", Tick.class));
  }

  private void run(Tick tick) {
    context.getBean(JobRunner.class).run(tick);
  }

  /** Has it look for new shards, which it else does once a minute. */
  void lookForShards() {
    var tick =
        new DrainTick(
            new KnownShards(context.getBean(Shards.class)),
            context.getBean(ShardNeeds.class),
            drains(),
            context.getBean(ShardConditions.class));
    drainTick = new Tick(DrainJob.NAME, Duration.ofMillis(TICK_MILLIS), tick::look);
  }

  /** Ticks from now on, until it is closed. */
  Node ticking() {
    Thread.ofPlatform().daemon().start(() -> tick(this::tick));
    Thread.ofPlatform().daemon().start(() -> tick(this::relay));
    return this;
  }

  private void tick(Runnable tick) {
    try {
      while (!ended.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
        tick.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    context.close();
  }
}
