package dev.sluice.servers.life;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How long to wait for a process: as long as it makes progress, on a busy machine as on an idle
 * one. Progress is a line in its log, or a second of processor time: an idle process takes less
 * than that in the time it may be silent. For one thread.
 */
final class Patience {

  static final Duration SILENCE_MAX = Duration.ofSeconds(90);
  static final Duration WHOLE_MAX = Duration.ofMinutes(10);

  private static final Duration WORK = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Supplier<Duration> work;
  private final IntSupplier said;
  private final LongSupplier clock;
  private final long began;
  private long progressed;
  private long looked;
  private Duration lastWork = Duration.ZERO;
  private int lastSaid;

  /**
   * Begins to wait.
   *
   * @param work processor time that it has taken; zero where that cannot be known
   * @param said length of its log
   */
  Patience(Supplier<Duration> work, IntSupplier said) {
    this(work, said, System::nanoTime);
  }

  Patience(Supplier<Duration> work, IntSupplier said, LongSupplier clock) {
    this.work = work;
    this.said = said;
    this.clock = clock;
    began = clock.getAsLong();
    progressed = began;
    looked = began;
  }

  /** With a process of this machine and all that it has started. */
  static Patience with(Process process, IntSupplier said) {
    return new Patience(() -> work(process), said);
  }

  /** Whether to give up. Looks once a second, however often it is asked. */
  boolean isOver() {
    long now = clock.getAsLong();
    if (now - looked >= LOOK.toNanos()) {
      looked = now;
      look(now);
    }
    return now - progressed > SILENCE_MAX.toNanos() || now - began > WHOLE_MAX.toNanos();
  }

  private void look(long now) {
    Duration worked = work.get();
    int length = said.getAsInt();
    // Less than before: one of its processes has ended.
    if (length != lastSaid
        || worked.compareTo(lastWork) < 0
        || worked.minus(lastWork).compareTo(WORK) >= 0) {
      lastSaid = length;
      lastWork = worked;
      progressed = now;
    }
  }

  private static Duration work(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .flatMap(one -> one.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
