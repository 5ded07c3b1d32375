package dev.sluice.drain;

import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.SliceListener;
import io.micrometer.core.instrument.MeterRegistry;
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
    count(shard, "transition", slice.counts().transitions());
    time(shard, "load", slice.timings().load());
    time(shard, "decide", slice.timings().decide());
    time(shard, "apply", slice.timings().apply());
    meters.summary("sluice.slice.entries", "shard", shard).record(slice.counts().drained());
  }

  private void count(String shard, String kind, int amount) {
    meters.counter("sluice.decisions", "shard", shard, "kind", kind).increment(amount);
  }

  private void time(String shard, String phase, Duration duration) {
    meters.timer("sluice.slice.phase", "shard", shard, "phase", phase).record(duration);
  }
}
