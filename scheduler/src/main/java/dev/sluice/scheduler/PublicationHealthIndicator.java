package dev.sluice.scheduler;

import dev.sluice.publication.Publications;
import dev.sluice.publication.Publications.Late;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Shards whose outcomes do not reach Kafka, with the instant of the oldest that is missing there.
 * It is not part of liveness or readiness: decisions go on, and a restart would not help.
 */
@Component
final class PublicationHealthIndicator implements HealthIndicator {

  /** Longer than a broker needs to come back, or a relay to begin. */
  private static final Duration LATE_MAX = Duration.ofMinutes(1);

  private final Publications publications;

  PublicationHealthIndicator(Publications publications) {
    this.publications = publications;
  }

  @Override
  public Health health() {
    List<Late> late;
    try {
      late = publications.listLate(LATE_MAX);
    } catch (RuntimeException e) {
      return Health.down(e).build();
    }
    var health = late.isEmpty() ? Health.up() : Health.down();
    late.forEach(
        shard ->
            health.withDetail(
                Integer.toString(shard.shard()),
                "behind since " + shard.since() + ", published up to " + shard.number()));
    return health.build();
  }
}
