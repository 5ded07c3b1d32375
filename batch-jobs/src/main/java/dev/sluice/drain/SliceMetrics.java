package dev.sluice.drain;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.SliceListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts decisions by kind, by type and by reason, and times the phases of slices and how long
 * outcomes take. Phases are no sum: a slice that is decided ahead is decided while the last one is
 * applied, and its load is only the lock. Thread-safe.
 */
final class SliceMetrics implements SliceListener {

  /** Bounds of the histogram of delays; the objective is one of them. */
  private static final Duration[] DELAYS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1)
  };

  private final MeterRegistry meters;
  private final Map<Integer, Duration> ahead = new ConcurrentHashMap<>();

  SliceMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void committed(CommittedSlice slice) {
    String shard = Integer.toString(slice.message().shard());
    count(shard, "granted", slice.counts().granted());
    count(shard, "waitlisted", slice.counts().waitlisted());
    count(shard, "rejected", slice.counts().rejected());
    count(shard, "duplicate", slice.counts().duplicates());
    count(shard, "dead-lettered", slice.counts().deadLettered());
    count(shard, "system", slice.counts().system());
    count(shard, "transition", slice.counts().transitions());
    time(shard, "load", slice.timings().load());
    time(shard, "decide", slice.timings().decide());
    time(shard, "apply", slice.timings().apply());
    countElements(shard, slice);
    DistributionSummary.builder("sluice.slice.entries")
        .description("Entries decided in one transaction")
        .tag("shard", shard)
        .register(meters)
        .record(slice.counts().drained());
  }

  /** From here on clients can read the outcomes. */
  @Override
  public void announced(CommittedSlice slice) {
    Instant now = Instant.now();
    Timer delays =
        Timer.builder("sluice.outcome.delay")
            .description("From a request's acceptance until its outcome can be read")
            .tag("shard", Integer.toString(slice.message().shard()))
            .serviceLevelObjectives(DELAYS)
            .register(meters);
    for (JournalElement element : slice.written().elements()) {
      Instant accepted = acceptedOf(element);
      if (accepted != null) {
        // Redis' clock says when it was accepted; a little ahead of ours is not before.
        delays.record(accepted.isBefore(now) ? Duration.between(accepted, now) : Duration.ZERO);
      }
    }
  }

  @Override
  public void retrying(int shard, String reason) {
    retries(Integer.toString(shard)).increment();
  }

  @Override
  public void compared(int shard, Duration difference) {
    if (ahead.put(shard, difference) == null) {
      Gauge.builder("sluice.clock.ahead", ahead, all -> seconds(all.get(shard)))
          .description("How far Redis' clock is ahead of the database's")
          .baseUnit("seconds")
          .tag("shard", Integer.toString(shard))
          .register(meters);
    }
  }

  /** When a client's request was accepted; null of what no client waits for. */
  private static @Nullable Instant acceptedOf(JournalElement element) {
    EntryId entry = element.entry();
    if (entry == null || element.isOfSystem()) {
      return null;
    }
    return element instanceof JournalElement.Decided decided
        ? decided.accepted()
        : Instant.ofEpochMilli(entry.milliseconds());
  }

  private void countElements(String shard, CommittedSlice slice) {
    var types = new EnumMap<Outcome.Type, Integer>(Outcome.Type.class);
    var reasons = new EnumMap<Reason, Integer>(Reason.class);
    var transitions = new EnumMap<Transition.Type, Integer>(Transition.Type.class);
    for (JournalElement element : slice.written().elements()) {
      Outcome outcome = element.outcome();
      if (outcome != null) {
        types.merge(outcome.type(), 1, Integer::sum);
      }
      if (outcome instanceof Outcome.Rejected rejected) {
        reasons.merge(rejected.reason(), 1, Integer::sum);
      }
      if (element instanceof JournalElement.Changed changed) {
        transitions.merge(changed.transition().type(), 1, Integer::sum);
      }
    }
    types.forEach((type, amount) -> outcomes(shard, type).increment(amount));
    transitions.forEach((type, amount) -> outcomes(shard, type).increment(amount));
    reasons.forEach((reason, amount) -> rejections(shard, reason).increment(amount));
    // At 0 from the first slice on: one that came with its first count would hide it from a rate.
    var _ = retries(shard);
  }

  private Counter outcomes(String shard, Enum<?> type) {
    return Counter.builder("sluice.outcomes")
        .description("Outcomes and transitions by type")
        .tags("shard", shard, "type", word(type))
        .register(meters);
  }

  private Counter rejections(String shard, Reason reason) {
    return Counter.builder("sluice.rejections")
        .description("Requests that cannot be granted, by reason")
        .tags("shard", shard, "reason", word(reason))
        .register(meters);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static double seconds(@Nullable Duration duration) {
    return duration == null ? Double.NaN : duration.toMillis() / 1000.0;
  }

  private Counter retries(String shard) {
    return Counter.builder("sluice.drain.retries")
        .description("Failures of a drain after which the shard was tried again")
        .tag("shard", shard)
        .register(meters);
  }

  private void count(String shard, String kind, int amount) {
    Counter.builder("sluice.decisions")
        .description("Entries decided, by what became of them, and transitions")
        .tags("shard", shard, "kind", kind)
        .register(meters)
        .increment(amount);
  }

  private void time(String shard, String phase, Duration duration) {
    Timer.builder("sluice.slice.phase")
        .description("Phases of a slice, which overlap: load, decide, apply")
        .tags("shard", shard, "phase", phase)
        .register(meters)
        .record(duration);
  }
}
