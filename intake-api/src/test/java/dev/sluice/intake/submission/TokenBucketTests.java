package dev.sluice.intake.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTests {

  private static final long SECOND = 1_000_000_000L;

  private final TokenBucket bucket = new TokenBucket(10, 5, 0);

  @Test
  void givesWhatItHasAndThenSaysHowLongToWait() {
    for (int i = 0; i < 5; i++) {
      assertThat(bucket.take(1, 0)).isZero();
    }
    assertThat(bucket.take(1, 0)).isEqualTo(Duration.ofMillis(100));
    assertThat(bucket.take(1, SECOND / 20)).isEqualTo(Duration.ofMillis(50));
    assertThat(bucket.take(1, SECOND / 10)).isZero();
  }

  @Test
  void fillsToTheBrimAndNoFurther() {
    assertThat(bucket.take(5, 100 * SECOND)).isZero();
    assertThat(bucket.take(1, 100 * SECOND)).isPositive();
  }

  @Test
  void takesAllOrNothing() {
    assertThat(bucket.take(3, 0)).isZero();
    assertThat(bucket.take(3, 0)).isEqualTo(Duration.ofMillis(100));
    assertThat(bucket.take(2, 0)).isZero();
  }

  @Test
  void tellsAFiniteWaitForMoreThanItEverHolds() {
    assertThat(bucket.take(50, 0)).isBetween(Duration.ZERO, Duration.ofSeconds(1));
  }
}
