package dev.sluice.servers.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Time, work and log are the test's. */
class PatienceTests {

  private Duration time = Duration.ZERO;
  private Duration work = Duration.ZERO;
  private int said;
  private final Patience patience = new Patience(() -> work, () -> said, () -> time.toNanos());

  @Test
  void endsAfterASilence() {
    pass(Patience.SILENCE_MAX);
    assertThat(patience.isOver()).isFalse();
    pass(Duration.ofSeconds(2));
    assertThat(patience.isOver()).isTrue();
  }

  /** Seen to fail with a deadline of 90 seconds, and of a minute for what works to its end. */
  @Test
  void lastsAsLongAsThereIsWork() {
    for (int i = 0; i < 30; i++) {
      pass(Duration.ofSeconds(19));
      work = work.plusMillis(300);
      assertThat(patience.isOver()).isFalse();
    }
  }

  @Test
  void lastsAsLongAsSomethingIsSaid() {
    for (int i = 0; i < 8; i++) {
      pass(Duration.ofSeconds(70));
      said++;
      assertThat(patience.isOver()).isFalse();
    }
  }

  /** A process that hangs takes a little time for its timers. */
  @Test
  void takesIdlenessForSilence() {
    boolean over = false;
    for (int i = 0; i < 12; i++) {
      pass(Duration.ofSeconds(10));
      work = work.plusMillis(50);
      over = patience.isOver();
    }
    assertThat(over).isTrue();
  }

  @Test
  void takesTheEndOfAChildForProgress() {
    work = Duration.ofSeconds(5);
    pass(Duration.ofSeconds(60));
    assertThat(patience.isOver()).isFalse();
    work = Duration.ofSeconds(1);
    pass(Duration.ofSeconds(60));
    assertThat(patience.isOver()).isFalse();
    pass(Duration.ofSeconds(60));
    assertThat(patience.isOver()).isFalse();
  }

  @Test
  void endsAtLast() {
    boolean over = false;
    for (int i = 0; i < 11; i++) {
      pass(Duration.ofMinutes(1));
      said++;
      over = patience.isOver();
    }
    assertThat(over).isTrue();
  }

  private void pass(Duration duration) {
    time = time.plus(duration);
  }
}
