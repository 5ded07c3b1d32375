package dev.sluice.intake.append;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Ids that come fast are remembered shorter, so that they never fill Redis. Found from outside:
 * 20,000,000 keys closed the door, 48 minutes after an on-sale of 7,000 requests a second began.
 */
class RetentionTests {

  private static final long MAX = 4L << 30;
  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int BYTES = 300;

  private final Retention retention = new Retention(MAX, SHORTEST, LONGEST);

  @Test
  void aFewAreRememberedForTheWholeTime() {
    play(50, Duration.ofMinutes(10));
    assertThat(retention.current()).isEqualTo(LONGEST);
  }

  /** What is remembered is what came within the retention that was current when it came. */
  @Test
  void anOnSaleStaysWithinItsBytesForADay() {
    long most = play(7_000, Duration.ofHours(24));
    long atShortest = 7_000L * BYTES * SHORTEST.toSeconds();
    assertThat(most).isLessThan(MAX + atShortest);
    assertThat(retention.current()).isLessThan(Duration.ofHours(1));
  }

  @Test
  void noRushGoesBelowTheShortest() {
    play(1_000_000, Duration.ofMinutes(1));
    assertThat(retention.current()).isEqualTo(SHORTEST);
  }

  @Test
  void afterARushTheWholeTimeComesBack() {
    play(7_000, Duration.ofMinutes(5));
    assertThat(retention.current()).isLessThan(LONGEST);
    for (int second = 0; second < 600; second++) {
      retention.look(1_000_000, 1_000_000L * BYTES, 2_100_000L, (301L + second) * 1_000_000_000L);
    }
    assertThat(retention.current()).isEqualTo(LONGEST);
  }

  @Test
  void anEmptyRedisAndAClockThatStandsStillChangeNothing() {
    retention.look(0, 0, 0, 1);
    retention.look(0, 0, 100, 1);
    retention.look(0, 0, 50, 2);
    assertThat(retention.current()).isEqualTo(LONGEST);
  }

  /** A steady pace, looked at every second; the most bytes that were remembered at once. */
  private long play(long perSecond, Duration time) {
    int seconds = Math.toIntExact(time.toSeconds());
    var expiring = new long[seconds + Math.toIntExact(LONGEST.toSeconds()) + 1];
    long alive = 0;
    long most = 0;
    for (int second = 0; second < seconds; second++) {
      alive += perSecond - expiring[second];
      expiring[second + Math.toIntExact(retention.current().toSeconds())] += perSecond;
      most = Math.max(most, alive * BYTES);
      retention.look(alive, alive * BYTES, (second + 1) * perSecond, (second + 1) * 1_000_000_000L);
    }
    return most;
  }
}
