package dev.sluice.intake.outcome.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.stream.EntryId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitersTests {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final ScheduledThreadPoolExecutor times = new ScheduledThreadPoolExecutor(1);
  private final Waiters<EntryId> waiters = new Waiters<>(times, Runnable::run);
  private final List<String> woken = new ArrayList<>();

  WaitersTests() {
    times.setRemoveOnCancelPolicy(true);
  }

  @AfterEach
  void close() {
    times.shutdownNow();
  }

  private void waiting(String name, EntryId entry) {
    waiters.await(entry, LONG, () -> false, () -> woken.add(name));
  }

  @Test
  void wakesThoseUpToTheEntryOnly() {
    waiting("late", new EntryId(10, 1));
    waiting("same", new EntryId(10, 0));
    waiting("same again", new EntryId(10, 0));
    waiting("early", new EntryId(9, 0));
    waiters.wakeUpTo(new EntryId(10, 0));
    assertThat(woken).containsExactly("early", "same", "same again");
    assertThat(waiters.count()).isEqualTo(1);
    waiters.close();
    assertThat(woken).endsWith("late");
  }

  /** Seen to fail where it woke those before it, too. */
  @Test
  void wakesThoseOfOneThingOnly() {
    waiting("early", new EntryId(9, 0));
    waiting("same", new EntryId(10, 0));
    waiting("same again", new EntryId(10, 0));
    waiting("late", new EntryId(10, 1));
    waiters.wake(new EntryId(10, 0));
    assertThat(woken).containsExactly("same", "same again");
    assertThat(waiters.isEmpty()).isFalse();
    waiters.wakeAll();
    assertThat(woken).endsWith("early", "late");
    assertThat(waiters.isEmpty()).isTrue();
  }

  @Test
  void wakesOnce() {
    waiting("once", new EntryId(1, 0));
    waiters.wakeUpTo(new EntryId(1, 0));
    waiters.wakeUpTo(new EntryId(2, 0));
    waiters.close();
    assertThat(woken).containsExactly("once");
    // Nor is anything kept until its time would be over.
    assertThat(times.getQueue()).isEmpty();
  }

  @Test
  void doesNotWaitForWhatIsDecided() {
    waiters.await(new EntryId(1, 0), LONG, () -> true, () -> woken.add("decided"));
    assertThat(woken).containsExactly("decided");
    assertThat(waiters.count()).isZero();
  }

  @Test
  void endsWithTheTime() throws InterruptedException {
    var over = new CountDownLatch(1);
    waiters.await(new EntryId(1, 0), Duration.ofMillis(20), () -> false, over::countDown);
    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(waiters.count()).isZero();
  }

  @Test
  void doesNotWaitAfterTheEnd() {
    waiters.close();
    waiting("late", new EntryId(1, 0));
    assertThat(woken).containsExactly("late");
    assertThat(waiters.count()).isZero();
  }
}
