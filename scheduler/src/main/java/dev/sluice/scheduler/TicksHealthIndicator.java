package dev.sluice.scheduler;

import dev.sluice.job.JobRunner;
import dev.sluice.job.Tick;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down where ticks have ended: nothing here would begin a drain ever again. Part of liveness: a
 * restart helps. No tick takes that long, as every question that it asks has a timeout.
 */
@Component
final class TicksHealthIndicator implements HealthIndicator {

  private static final Duration SILENCE_MAX = Duration.ofMinutes(2);

  private final Supplier<Duration> sinceTick;

  @Autowired
  TicksHealthIndicator(JobRunner runner, @Qualifier("drainTick") Tick tick) {
    this(() -> runner.sinceEnd(tick.name()));
  }

  TicksHealthIndicator(Supplier<Duration> sinceTick) {
    this.sinceTick = sinceTick;
  }

  @Override
  public Health health() {
    Duration since = sinceTick.get();
    return (since.compareTo(SILENCE_MAX) > 0 ? Health.down() : Health.up())
        .withDetail("lastTickBefore", since.toString())
        .build();
  }
}
