package dev.sluice.intake.outcome.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.Settlement;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.intake.outcome.settlement.ShardSettlements.Known;
import dev.sluice.intake.outcome.waiting.Waiters;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ShardSettlementsTests {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final UUID SESSION = new UUID(1, 1);

  private final ScheduledThreadPoolExecutor times = new ScheduledThreadPoolExecutor(1);
  private final Memory memory = new Memory();
  private final List<Long> unpacked = new ArrayList<>();
  private final List<String> woken = new ArrayList<>();
  private final ShardSettlements settlements = settlements(DataSize.ofMegabytes(1));

  @AfterEach
  void close() {
    times.shutdownNow();
  }

  private ShardSettlements settlements(DataSize room) {
    return new ShardSettlements(
        memory,
        slice -> {
          unpacked.add(slice.firstNumber());
          return slice.elements();
        },
        room,
        new Waiters<>(times, Runnable::run));
  }

  private static PaymentId payment(int n) {
    return new PaymentId(SESSION, new UUID(2, n), new UUID(3, n));
  }

  private static Outcome captured(int n) {
    PaymentId key = payment(n);
    return new Outcome.Captured(key.reservation(), key.payment(), List.of("A-1-1"), 12_000, "EUR");
  }

  private static Outcome declined(int n) {
    return new Outcome.Declined(payment(n).reservation(), payment(n).payment());
  }

  private static Outcome owed(int n) {
    return new Outcome.RefundOwed(payment(n).reservation(), payment(n).payment(), 12_000, "EUR");
  }

  private static Outcome settledBefore(int n) {
    return new Outcome.SettledBefore(payment(n).reservation(), payment(n).payment());
  }

  /** Nothing about payments. */
  private static Outcome other() {
    return new Outcome.Pulsed();
  }

  private void waiting(String name, int payment) {
    settlements.await(payment(payment), LONG, () -> woken.add(name));
  }

  @Test
  void findsWhatASliceInMemorySettles() {
    long begun = memory.add(other());
    memory.add(other(), captured(1), declined(2));
    assertThat(settlements.find(payment(1), begun)).isEqualTo(new Known.Settled(begun + 2));
    assertThat(settlements.find(payment(2), begun)).isEqualTo(new Known.Settled(begun + 3));
    assertThat(settlements.find(payment(3), begun)).isEqualTo(new Known.Open());
  }

  /** The same PAY id may stand for payments of two reservations, one after the other. */
  @Test
  void tellsPaymentsOfOneIdApart() {
    long begun = memory.add(captured(1));
    PaymentId other = new PaymentId(SESSION, new UUID(9, 9), payment(1).payment());
    assertThat(settlements.find(other, begun)).isEqualTo(new Known.Open());
    assertThat(settlements.find(payment(1), begun)).isEqualTo(new Known.Settled(begun));
  }

  /** Seen to fail where the first one stood: who was told no was never told of the money. */
  @Test
  void tellsTheNewestThatChangedSomething() {
    long begun = memory.add(declined(1));
    assertThat(settlements.find(payment(1), begun)).isEqualTo(new Known.Settled(begun));
    long late = memory.add(owed(1));
    memory.add(settledBefore(1));
    assertThat(settlements.find(payment(1), begun)).isEqualTo(new Known.Settled(late));
  }

  /** Seen to fail where what is not known passed for open: a payment was under way for ever. */
  @Test
  void doesNotKnowWhatWasSettledBeforeTheMemoryBegins() {
    long begun = memory.add(other());
    memory.add(captured(1));
    memory.forgetOldest(2);
    long later = memory.add(other());
    assertThat(settlements.find(payment(1), begun)).isEqualTo(new Known.Unknown());
    assertThat(settlements.find(payment(2), later)).isEqualTo(new Known.Unknown());
    long last = memory.add(other());
    assertThat(settlements.find(payment(2), last)).isEqualTo(new Known.Open());
  }

  @Test
  void readsNothingUntilSomebodyAsksAndEachSliceOnce() {
    long begun = memory.add(other());
    memory.add(other());
    settlements.heard();
    assertThat(unpacked).isEmpty();
    settlements.find(payment(1), begun);
    settlements.find(payment(2), begun);
    assertThat(unpacked).containsExactly(begun, begun + 1);
    memory.add(other());
    settlements.heard();
    assertThat(unpacked).hasSize(2);
    settlements.find(payment(1), begun);
    assertThat(unpacked).containsExactly(begun, begun + 1, begun + 2);
  }

  /** Seen to fail without the bound: the first who asked after a night read all of the memory. */
  @Test
  void readsNoMoreThanAFewSlicesForOneWhoAsks() {
    long begun = memory.add(other());
    for (int i = 0; i < ShardSettlements.SLICES_MAX; i++) {
      memory.add(other());
    }
    assertThat(settlements.find(payment(1), begun)).isEqualTo(new Known.Unknown());
    assertThat(unpacked).isEmpty();
    memory.add(captured(1));
    assertThat(settlements.find(payment(1), begun)).isInstanceOf(Known.Settled.class);
    assertThat(unpacked).hasSize(1);
  }

  @Test
  void wakesThoseWhosePaymentASliceSettles() {
    long begun = memory.add(other());
    settlements.find(payment(1), begun);
    waiting("one", 1);
    waiting("the same", 1);
    waiting("another", 2);
    memory.add(other());
    settlements.heard();
    assertThat(woken).isEmpty();
    memory.add(captured(1));
    settlements.heard();
    assertThat(woken).containsExactly("one", "the same");
    memory.add(declined(2));
    settlements.heard();
    assertThat(woken).endsWith("another");
    assertThat(settlements.waiters().isEmpty()).isTrue();
  }

  /** Seen to fail without the look behind the registration: it waited for its whole time. */
  @Test
  void missesNothingThatComesBeforeItWaits() {
    long begun = memory.add(other());
    assertThat(settlements.find(payment(1), begun)).isEqualTo(new Known.Open());
    memory.add(captured(1));
    settlements.heard();
    waiting("late", 1);
    assertThat(woken).containsExactly("late");
  }

  /** What settles it may be in the gap: who waits looks for it in the table. */
  @Test
  void wakesAllWhereSlicesAreMissing() {
    long begun = memory.add(other());
    settlements.find(payment(1), begun);
    waiting("one", 1);
    memory.add(captured(1));
    memory.forgetOldest(2);
    memory.add(other());
    settlements.heard();
    assertThat(woken).containsExactly("one");
    assertThat(settlements.find(payment(1), begun)).isEqualTo(new Known.Unknown());
  }

  /** Seen to fail where what was forgotten passed for open. */
  @Test
  void forgetsTheOldestAndSaysSo() {
    ShardSettlements tiny = settlements(DataSize.ofBytes(1));
    long begun = memory.add(other());
    memory.add(captured(1));
    long second = memory.add(captured(2));
    assertThat(tiny.find(payment(1), begun)).isEqualTo(new Known.Unknown());
    assertThat(tiny.find(payment(2), begun)).isEqualTo(new Known.Settled(second));
    assertThat(tiny.find(payment(3), second)).isEqualTo(new Known.Open());
  }

  @Test
  void passesOverASliceThatCannotBeRead() {
    long begun = memory.add(captured(1));
    settlements.find(payment(1), begun);
    memory.addBroken();
    long next = memory.add(captured(2));
    assertThat(settlements.find(payment(1), begun)).isEqualTo(new Known.Unknown());
    assertThat(settlements.find(payment(2), begun)).isEqualTo(new Known.Settled(next));
  }

  /** Seen to fail without the bound: 40,000 settlements took 8 MB. */
  @Test
  void takesNoMoreMemoryThanItMay() {
    ShardSettlements bounded = settlements(DataSize.ofMegabytes(4));
    long before = liveHeap();
    for (int n = 0; n < 40_000; n += 4_000) {
      long begun =
          memory.add(
              IntStream.range(n, n + 4_000)
                  .mapToObj(ShardSettlementsTests::captured)
                  .toArray(Outcome[]::new));
      bounded.find(payment(0), begun);
      memory.forgetOldest(1);
    }
    assertThat(liveHeap() - before).isBetween(2L << 20, 5L << 20);
    assertThat(bounded.find(payment(39_999), 1)).isInstanceOf(Known.Settled.class);
  }

  private static long liveHeap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Slices in memory, from number 1 on. */
  private static final class Memory implements RecentSlices {

    private final List<SliceMessage> slices = new ArrayList<>();
    private long last;

    /** Adds a slice of settlements; tells its first number. */
    long add(Outcome... outcomes) {
      long first = last + 1;
      List<JournalElement> elements =
          Arrays.stream(outcomes)
              .<JournalElement>map(
                  outcome ->
                      new JournalElement.Decided(new EntryId(first, 0), aSettlement(), outcome))
              .toList();
      add(Compression.compress(JournalWriter.write(elements)), elements.size());
      return first;
    }

    void addBroken() {
      add(Compression.compress(new byte[] {'['}), 1);
    }

    void forgetOldest(int count) {
      slices.subList(0, count).clear();
    }

    private void add(byte[] entries, int count) {
      slices.add(
          new SliceMessage(
              0, last + 1, count, count, new EntryId(last + 1, 0), Instant.EPOCH, entries));
      last += count;
    }

    private static Request aSettlement() {
      return SystemRequests.settlement(
          SESSION, new Command.Settle(new UUID(2, 0), new UUID(3, 0), Settlement.DECLINED, 0));
    }

    @Override
    public long lastNumber() {
      return last;
    }

    @Override
    public @Nullable List<SliceMessage> listFrom(long firstNumber) {
      if (firstNumber > last) {
        return List.of();
      }
      List<SliceMessage> found =
          slices.stream().filter(slice -> slice.firstNumber() >= firstNumber).toList();
      return found.isEmpty() || found.getFirst().firstNumber() != firstNumber ? null : found;
    }
  }
}
