package dev.sluice.scheduler.metrics;

import dev.sluice.expiry.Expiry;
import dev.sluice.job.JobRunner;
import dev.sluice.job.Tick;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gauges of what only the servers know, and of this process's own looks for work. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

  /** Every node looks, so that none is missed; Prometheus counts each shard once. */
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  @Bean
  Tick measureShards(ShardMeters meters) {
    return new Tick("measure-shards", INTERVAL, meters::look);
  }

  @Bean
  MeterBinder tickSilence(JobRunner runner, List<Tick> ticks) {
    return meters ->
        ticks.forEach(
            tick ->
                Gauge.builder(
                        "sluice.tick.silence",
                        () -> runner.sinceEnd(tick.name()).toMillis() / 1000.0)
                    .description("Since a look for work has ended here")
                    .baseUnit("seconds")
                    .tag("tick", tick.name())
                    .register(meters));
  }

  @Bean
  MeterBinder stuckSessions(Expiry expiry) {
    return meters ->
        Gauge.builder(
                "sluice.sessions.stuck",
                () -> expiry.findStuck().map(Expiry.Stuck::sessions).orElse(0))
            .description("Sessions in which holds do not end, however often they are asked to")
            .register(meters);
  }
}
