package dev.sluice.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Ticks that have ended are a matter of liveness: only a new process begins drains again. Seen to
 * fail with a limit of twenty minutes.
 */
class TicksHealthIndicatorTests {

  @Test
  void isDownOnceNoTickHasEndedForTwoMinutes() {
    assertThat(since(Duration.ofSeconds(119)).getStatus()).isEqualTo(Status.UP);
    Health silent = since(Duration.ofSeconds(121));
    assertThat(silent.getStatus()).isEqualTo(Status.DOWN);
    assertThat(silent.getDetails()).containsEntry("lastTickBefore", "PT2M1S");
  }

  private static Health since(Duration time) {
    return new TicksHealthIndicator(() -> time).health();
  }
}
