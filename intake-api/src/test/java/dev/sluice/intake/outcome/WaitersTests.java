package dev.sluice.intake.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.EntryId;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitersTests {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Waiters waiters = new Waiters();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  private Future<?> waiting(EntryId entry) {
    int before = waiters.count();
    Future<?> wait =
        threads.submit(
            () -> {
              waiters.await(entry, LONG, () -> false);
              return true;
            });
    while (waiters.count() == before) {
      Thread.onSpinWait();
    }
    return wait;
  }

  @Test
  void wakesThoseUpToTheEntryOnly() throws Exception {
    Future<?> early = waiting(new EntryId(9, 0));
    Future<?> same = waiting(new EntryId(10, 0));
    Future<?> sameAgain = waiting(new EntryId(10, 0));
    Future<?> late = waiting(new EntryId(10, 1));
    waiters.wake(new EntryId(10, 0));
    early.get(5, TimeUnit.SECONDS);
    same.get(5, TimeUnit.SECONDS);
    sameAgain.get(5, TimeUnit.SECONDS);
    assertThat(late.isDone()).isFalse();
    assertThat(waiters.count()).isEqualTo(1);
    waiters.close();
    late.get(5, TimeUnit.SECONDS);
  }

  @Test
  void doesNotWaitForWhatIsDecided() throws Exception {
    waiters.await(new EntryId(1, 0), LONG, () -> true);
    assertThat(waiters.count()).isZero();
  }

  @Test
  void endsWithTheTime() throws Exception {
    waiters.await(new EntryId(1, 0), Duration.ofMillis(20), () -> false);
    assertThat(waiters.count()).isZero();
  }

  @Test
  void doesNotWaitAfterTheEnd() throws Exception {
    waiters.close();
    waiters.await(new EntryId(1, 0), LONG, () -> false);
    assertThat(waiters.count()).isZero();
  }
}
