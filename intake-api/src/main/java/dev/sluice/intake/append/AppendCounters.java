package dev.sluice.intake.append;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what became of a shard's requests, single ones and lines of bulk calls. All counters are
 * there from the beginning: one that came with its first count would hide it from a rate.
 * Thread-safe.
 */
final class AppendCounters {

  private final Counter queued;
  private final Counter repeated;
  private final Counter idReused;
  private final Counter callerFull;
  private final Counter backlogFull;
  private final Counter notNow;
  private final Counter inDoubt;

  AppendCounters(String shard, MeterRegistry meters) {
    queued = counter("queued", shard, meters);
    repeated = counter("repeated", shard, meters);
    idReused = counter("id-reused", shard, meters);
    callerFull = counter("caller-full", shard, meters);
    backlogFull = counter("backlog-full", shard, meters);
    notNow = counter("not-now", shard, meters);
    inDoubt = counter("in-doubt", shard, meters);
  }

  private static Counter counter(String result, String shard, MeterRegistry meters) {
    return Counter.builder("sluice.intake.requests")
        .description("Requests by what became of the attempt to queue them")
        .tags("shard", shard, "result", result)
        .register(meters);
  }

  void count(AppendResult result) {
    Counter counter =
        switch (result) {
          case AppendResult.Queued done -> done.repeated() ? repeated : queued;
          case AppendResult.IdReused _ -> idReused;
          case AppendResult.CallerFull _ -> callerFull;
          case AppendResult.BacklogFull _ -> backlogFull;
          case AppendResult.NotNow _ -> notNow;
          case AppendResult.InDoubt _ -> inDoubt;
        };
    counter.increment();
  }
}
