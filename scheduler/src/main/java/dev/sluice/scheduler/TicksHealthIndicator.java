package dev.sluice.scheduler;

import dev.sluice.drain.Drains;
import java.time.Duration;
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

  private final Drains drains;

  TicksHealthIndicator(Drains drains) {
    this.drains = drains;
  }

  @Override
  public Health health() {
    Duration since = drains.sinceTick();
    return (since.compareTo(SILENCE_MAX) > 0 ? Health.down() : Health.up())
        .withDetail("lastTickBefore", since.toString())
        .build();
  }
}
