package dev.sluice.drain;

import dev.sluice.journal.Journal;
import dev.sluice.publication.OutcomePublisher;
import dev.sluice.publication.Producers;
import dev.sluice.publication.Publications;
import dev.sluice.shard.Lease;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.batch.core.step.StepExecution;

/** The drains of this process, running or about to run: their leases, by shard. Thread-safe. */
final class DrainRuns {

  private final Journal journal;
  private final Publications publications;
  private final Producers producers;
  private final Set<Integer> begun = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Lease> leases = new ConcurrentHashMap<>();
  private final Map<Integer, ShardDrain> drains = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  DrainRuns(Journal journal, Publications publications, Producers producers) {
    this.journal = journal;
    this.publications = publications;
    this.producers = producers;
  }

  /** Whether the shard was begun and has not ended. */
  boolean isRunning(int shard) {
    return begun.contains(shard);
  }

  /** Notes that the shard is looked after from here on. */
  void begin(int shard) {
    begun.add(shard);
  }

  /** Notes the lease under which the shard is drained. */
  void add(Lease lease) {
    leases.put(lease.shard(), lease);
  }

  /** Notes that the shard is not looked after any more. */
  synchronized void end(int shard) {
    drains.remove(shard);
    leases.remove(shard);
    begun.remove(shard);
    notifyAll();
  }

  /** Waits until nothing runs, at most that long. */
  synchronized void awaitEnd(Duration max) {
    long ends = System.nanoTime() + max.toNanos();
    try {
      while (!begun.isEmpty() && System.nanoTime() < ends) {
        wait(Math.max(1, Duration.ofNanos(ends - System.nanoTime()).toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Set<Integer> shards() {
    return Set.copyOf(leases.keySet());
  }

  Lease lease(int shard) {
    Lease lease = leases.get(shard);
    if (lease == null) {
      throw new IllegalStateException(
          "Shard " + shard + " is drained only by the tick, which takes its lease first");
    }
    return lease;
  }

  void started(int shard, ShardDrain drain) {
    drains.put(shard, drain);
  }

  OutcomePublisher publisher(Lease lease) {
    return new OutcomePublisher(lease.shard(), lease.fence(), journal, publications, producers);
  }

  boolean isStopping(StepExecution step) {
    return stopping || step.isTerminateOnly();
  }

  /** Lets drains run, after {@link #stop()} too. */
  void start() {
    stopping = false;
  }

  /** Asks every drain to end after its slice. */
  void stop() {
    stopping = true;
    drains.values().forEach(ShardDrain::stop);
  }
}
