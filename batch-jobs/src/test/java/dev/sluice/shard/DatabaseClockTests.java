package dev.sluice.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseClockTests {

  private static final Instant READ = Instant.parse("2026-11-21T10:00:00.500Z");
  private static final long ASKED = -1_000_000;

  private final DatabaseClock clock = new DatabaseClock(READ, ASKED, Duration.ofMillis(3));

  /** {@link System#nanoTime()} may be negative. */
  @Test
  void runsOnFromWhereItWasAskedFor() {
    assertThat(clock.at(ASKED, Instant.MIN)).isEqualTo(READ);
    assertThat(clock.at(ASKED + 999_999, Instant.MIN)).isEqualTo(READ);
    assertThat(clock.at(ASKED + 120_700_000, Instant.MIN)).isEqualTo(READ.plusMillis(120));
  }

  @Test
  void isNeverBeforeTheLastInstant() {
    Instant last = READ.plusMillis(7);
    assertThat(clock.at(ASKED + 5_000_000, last)).isEqualTo(last);
    assertThat(clock.at(ASKED + 8_000_000, last)).isEqualTo(READ.plusMillis(8));
  }

  @Test
  void isNotBehindTheDatabasesOwn() {
    long asked = System.nanoTime() - Duration.ofSeconds(1).toNanos();
    var late = DatabaseClock.answered(READ, asked);
    assertThat(late.nowNotBefore(Instant.MIN)).isAfterOrEqualTo(READ.plusSeconds(1));
    assertThat(late.isPrecise()).isFalse();
    assertThat(clock.isPrecise()).isTrue();
  }
}
