package dev.sluice.intake.outcome.settlement;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Request;
import dev.sluice.intake.outcome.waiting.Waiters;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Which payments of a shard were settled lately, by the slices in memory. A slice is read for it
 * only once somebody asks for a payment, or while somebody waits for one: where nobody pays it
 * costs nothing. It knows the settlements of a span of numbers without a gap; what was settled
 * before that span is for others to tell. Thread-safe.
 */
public final class ShardSettlements {

  private static final Logger log = LoggerFactory.getLogger(ShardSettlements.class);

  /** Of a settlement; 204 were seen. */
  private static final int ENTRY_BYTES = 240;

  /** Slices that one who asks reads at most; for what is further behind there is the table. */
  static final int SLICES_MAX = 16;

  /** Before all numbers. */
  private static final long NEVER = -1;

  private final RecentSlices slices;
  private final Function<SliceMessage, List<JournalElement>> unpacking;
  private final long settlementsMax;
  private final Waiters<PaymentId> waiters;
  private final ReentrantLock lock = new ReentrantLock();

  /** Number of each payment's newest settlement, in the order of the numbers. */
  private final LinkedHashMap<PaymentId, Long> numbers = new LinkedHashMap<>();

  /** All settlements behind this number are known, up to {@link #through}. */
  private long since = NEVER;

  private long through = NEVER;

  /**
   * Knows nothing yet.
   *
   * @param unpacking reads a slice's elements
   * @param memory that settlements may take; one is always kept
   */
  public ShardSettlements(
      RecentSlices slices,
      Function<SliceMessage, List<JournalElement>> unpacking,
      DataSize memory,
      Waiters<PaymentId> waiters) {
    this.slices = slices;
    this.unpacking = unpacking;
    this.settlementsMax = Math.max(1, memory.toBytes() / ENTRY_BYTES);
    this.waiters = waiters;
  }

  /** What is known of a payment. */
  public sealed interface Known {

    /**
     * It is settled.
     *
     * @param number of the outcome that settled it last
     */
    record Settled(long number) implements Known {}

    /** No slice in memory settles it, nor does an older one. */
    record Open() implements Known {}

    /** It may have been settled before all that is known here. */
    record Unknown() implements Known {}
  }

  /**
   * What is known of a payment.
   *
   * @param begun first number of the slice that let it begin
   */
  public Known find(PaymentId payment, long begun) {
    lock.lock();
    try {
      readOn(begun);
      Long number = numbers.get(payment);
      if (number != null) {
        return new Known.Settled(number);
      }
      return since < begun ? new Known.Open() : new Known.Unknown();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Goes on once a payment may be settled that was not when it was looked for last, the time is
   * over, or this process ends: once only.
   */
  public void await(PaymentId payment, Duration time, Runnable then) {
    waiters.await(payment, time, () -> isSettled(payment), then);
  }

  /** To be told once a slice has come: wakes those whose payments it settles. */
  public void heard() {
    // Who comes now looks at this slice, too, as it is in memory already.
    if (!waiters.isEmpty()) {
      lock.lock();
      try {
        readOn(slices.lastNumber() + 1);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Those who wait. */
  public Waiters<PaymentId> waiters() {
    return waiters;
  }

  private boolean isSettled(PaymentId payment) {
    lock.lock();
    try {
      readOn(slices.lastNumber() + 1);
      return numbers.containsKey(payment);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads what came since it read last; from that number on if it never did, or if too much came.
   */
  private void readOn(long from) {
    if (through == slices.lastNumber()) {
      return;
    }
    List<SliceMessage> next = few(through + 1);
    (next == null ? begin(from) : next).forEach(this::read);
  }

  /** Begins anew, at that number if all from there on is in memory, else with what comes. */
  private List<SliceMessage> begin(long from) {
    List<SliceMessage> known = few(from);
    numbers.clear();
    since = known == null ? slices.lastNumber() : from - 1;
    through = since;
    // What settles their payments may be in the gap.
    waiters.wakeAll();
    return known == null ? List.of() : known;
  }

  private @Nullable List<SliceMessage> few(long from) {
    List<SliceMessage> known = slices.listFrom(from);
    return known == null || known.size() > SLICES_MAX ? null : known;
  }

  private void read(SliceMessage slice) {
    try {
      long number = slice.firstNumber();
      for (JournalElement element : unpacking.apply(slice)) {
        note(element, number++);
      }
    } catch (IllegalArgumentException e) {
      log.error("The slice from {} cannot be read for settlements", slice.firstNumber(), e);
      numbers.clear();
      since = slice.lastNumber();
      // What it settles is in the tables.
      waiters.wakeAll();
    }
    through = slice.lastNumber();
  }

  private void note(JournalElement element, long number) {
    if (element instanceof JournalElement.Decided(_, _, Request request, Outcome outcome, _)) {
      PaymentId payment = PaymentId.settledBy(request.session(), outcome);
      if (payment != null) {
        numbers.putLast(payment, number);
        if (numbers.size() > settlementsMax) {
          forgetOldest();
        }
        waiters.wake(payment);
      }
    }
  }

  /** What is behind it is known still. */
  private void forgetOldest() {
    Map.Entry<PaymentId, Long> oldest = numbers.pollFirstEntry();
    if (oldest != null) {
      since = Math.max(since, oldest.getValue());
    }
  }
}
