package dev.sluice.payment.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;

/** Calls that are made at once, counted, and never made twice. */
@Timeout(30)
class CallLoopTests {

  private final StepContribution counts = counts();

  @Test
  void callsForEachItemOnceWhileItIsListed() throws Exception {
    var work = new Numbers(300, _ -> true);

    new CallLoop<>(work, 8).run(counts, () -> false);

    assertThat(work.called).hasSize(300).doesNotHaveDuplicates();
    assertThat(work.mostAtOnce).hasValueLessThanOrEqualTo(8);
    assertThat(counts.getReadCount()).isEqualTo(300);
    assertThat(counts.getWriteCount()).isEqualTo(300);
  }

  @Test
  void aCallThatHangsHoldsUpNoOther() throws Exception {
    var others = new CountDownLatch(29);
    var work =
        new Numbers(
            30,
            number -> {
              if (number == 0) {
                assertThat(await(others)).isTrue();
              } else {
                others.countDown();
              }
              return true;
            });

    new CallLoop<>(work, 2).run(counts, () -> false);

    assertThat(work.called).hasSize(30);
  }

  @Test
  void countsWhatWaitsForAnotherCall() throws Exception {
    var again = new AtomicInteger(3);
    var work = new Numbers(1, _ -> again.decrementAndGet() <= 0);

    new CallLoop<>(work, 2).run(counts, () -> false);

    assertThat(counts.getReadCount()).isEqualTo(3);
    assertThat(counts.getWriteCount()).isEqualTo(1);
    assertThat(counts.getProcessSkipCount()).isEqualTo(2);
  }

  /** The other's answer is the next run's. */
  @Test
  void throwsWhatAnItemFailedWithAndLetsTheOthersGoOn() throws Exception {
    var failed = new CountDownLatch(1);
    var again = new AtomicBoolean();
    var work =
        new Numbers(
            2,
            number -> {
              if (number == 1) {
                assertThat(await(failed)).isTrue();
              } else if (!again.get()) {
                throw new IllegalStateException("planted");
              }
              return true;
            });
    var loop = new CallLoop<>(work, 2);

    assertThatThrownBy(() -> loop.run(counts, () -> false)).hasMessage("planted");
    again.set(true);
    failed.countDown();
    loop.run(counts, () -> false);

    assertThat(work.done).containsExactlyInAnyOrder(0, 1);
    assertThat(work.called).containsExactlyInAnyOrder(0, 0, 1);
    assertThat(counts.getWriteCount()).isEqualTo(2);
  }

  /** What needs no call does not wait for those that hang. */
  @Test
  void bringsOthersOnWhileACallHangs() throws Exception {
    var brought = new CountDownLatch(3);
    var work =
        new Numbers(1, _ -> await(brought)) {

          @Override
          public int bringOn(int max) {
            brought.countDown();
            return brought.getCount() > 0 ? 1 : 0;
          }
        };

    new CallLoop<>(work, 1).run(counts, () -> false);

    assertThat(counts.getWriteCount()).isEqualTo(3);
  }

  /** Seen to fail where it is an exception's business only: the thread ended, nobody heard. */
  @Test
  void throwsAnError() {
    var work =
        new Numbers(
            1,
            _ -> {
              throw new OutOfMemoryError("planted");
            });

    assertThatThrownBy(() -> new CallLoop<>(work, 2).run(counts, () -> false))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void endsAfterTheCallsUnderWay() throws Exception {
    var stopping = new AtomicBoolean();
    var work =
        new Numbers(
            1_000,
            _ -> {
              stopping.set(true);
              return true;
            });

    new CallLoop<>(work, 4).run(counts, stopping::get);

    assertThat(work.done).hasSameSizeAs(work.called).hasSizeLessThan(1_000);
  }

  @Test
  void endsWhereTheProcessIsToStop() throws Exception {
    var work = new Numbers(1_000, _ -> true);

    new CallLoop<>(work, 4).run(counts, () -> true);

    assertThat(work.called).isEmpty();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StepContribution counts() {
    var job = new JobExecution(1, new JobInstance(1, "job"), new JobParameters());
    return new StepContribution(new StepExecution(1, "step", job));
  }

  /** Numbers from 0, each due until its last call has ended. */
  private static class Numbers implements Work<Integer> {

    private final List<Integer> due;
    private final IntPredicate calling;
    private final List<Integer> called = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    private Numbers(int count, IntPredicate calling) {
      this.due =
          Collections.synchronizedList(new ArrayList<>(IntStream.range(0, count).boxed().toList()));
      this.calling = calling;
    }

    @Override
    public boolean isDue() {
      return !due.isEmpty();
    }

    @Override
    public Object keyOf(Integer item) {
      return item;
    }

    @Override
    public int bringOn(int max) {
      return 0;
    }

    @Override
    public List<Integer> list(int max) {
      synchronized (due) {
        return List.copyOf(due.subList(0, Math.min(max, due.size())));
      }
    }

    @Override
    public boolean call(Integer item) {
      mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      called.add(item);
      try {
        boolean last = calling.test(item);
        done.add(item);
        if (last) {
          due.remove(item);
        }
        return last;
      } finally {
        atOnce.decrementAndGet();
      }
    }
  }
}
