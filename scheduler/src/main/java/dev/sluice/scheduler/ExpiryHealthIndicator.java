package dev.sluice.scheduler;

import dev.sluice.expiry.Expiry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down where holds do not end although their sessions are asked to, again and again. It is not part
 * of liveness or readiness: a restart would not help.
 */
@Component
final class ExpiryHealthIndicator implements HealthIndicator {

  private final Expiry expiry;

  ExpiryHealthIndicator(Expiry expiry) {
    this.expiry = expiry;
  }

  @Override
  public Health health() {
    return expiry
        .findStuck()
        .map(
            stuck ->
                Health.down()
                    .withDetail("sessions", stuck.sessions())
                    .withDetail("dueSince", stuck.since().toString()))
        .orElseGet(Health::up)
        .build();
  }
}
