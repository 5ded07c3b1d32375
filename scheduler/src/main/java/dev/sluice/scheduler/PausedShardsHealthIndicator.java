package dev.sluice.scheduler;

import dev.sluice.drain.Drains;
import java.util.SortedMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Shows paused shards with their reasons. It is not part of liveness or readiness: the other shards
 * go on, and a restart would not help.
 */
@Component
final class PausedShardsHealthIndicator implements HealthIndicator {

  private final Drains drains;

  PausedShardsHealthIndicator(Drains drains) {
    this.drains = drains;
  }

  @Override
  public Health health() {
    SortedMap<Integer, String> paused = drains.listPaused();
    return paused.isEmpty()
        ? Health.up().build()
        : Health.down().withDetail("paused", paused).build();
  }
}
