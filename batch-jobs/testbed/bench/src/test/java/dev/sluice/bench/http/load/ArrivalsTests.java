package dev.sluice.bench.http.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArrivalsTests {

  private static final Duration LENGTH = Duration.ofSeconds(20);

  @Test
  void comeAsOftenAsAsked() {
    long[] arrivals = Arrivals.draw(2_000, LENGTH, 1);

    assertThat((double) arrivals.length).isCloseTo(40_000, within(1_000.0));
  }

  @Test
  void riseAndEndInTime() {
    long[] arrivals = Arrivals.draw(2_000, LENGTH, 1);

    assertThat(arrivals).isSorted();
    assertThat(arrivals[0]).isNotNegative();
    assertThat(arrivals[arrivals.length - 1]).isLessThanOrEqualTo(LENGTH.toNanos());
  }

  @Test
  void comeInBunchesAsStrangersDo() {
    long[] arrivals = Arrivals.draw(2_000, LENGTH, 1);
    long soon = 0;
    for (int i = 1; i < arrivals.length; i++) {
      soon += arrivals[i] - arrivals[i - 1] < 500_000 ? 1 : 0;
    }

    // Of exponential gaps, 1 - 1/e are shorter than the mean; of even ones none would be.
    assertThat((double) soon / arrivals.length).isCloseTo(0.632, within(0.02));
  }

  @Test
  void areTheSameForTheSameSeed() {
    assertThat(Arrivals.draw(100, LENGTH, 7)).isEqualTo(Arrivals.draw(100, LENGTH, 7));
    assertThat(Arrays.equals(Arrivals.draw(100, LENGTH, 7), Arrivals.draw(100, LENGTH, 8)))
        .isFalse();
  }
}
