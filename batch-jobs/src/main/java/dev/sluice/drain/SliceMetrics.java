package dev.sluice.drain;

import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.SliceListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * Counts decisions by kind, and times the phases of slices. They are no sum: a slice that is
 * decided ahead is decided while the last one is applied, and its load is only the lock.
 */
final class SliceMetrics implements SliceListener {

  private final MeterRegistry meters;

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
    DistributionSummary.builder("sluice.slice.entries")
        .description("Entries decided in one transaction")
        .tag("shard", shard)
        .register(meters)
        .record(slice.counts().drained());
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
