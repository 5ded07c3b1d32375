package dev.sluice.drain;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;

/**
 * The drains that this process has begun, one a shard, each on a thread of its own. Thread-safe.
 */
final class Drains implements SmartLifecycle {

  private static final Duration STOP_MAX = Duration.ofSeconds(20);

  private final IntFunction<DrainRun> runs;
  private final Map<Integer, Begun> begun = new HashMap<>();
  private boolean accepting;

  /**
   * Begins none before {@link #start()}.
   *
   * @param runs what is to be done for a shard
   */
  Drains(IntFunction<DrainRun> runs) {
    this.runs = runs;
  }

  /** Begins to drain a shard, unless that is done here already, or this process is to stop. */
  synchronized void begin(int shard) {
    if (!accepting || begun.containsKey(shard)) {
      return;
    }
    DrainRun run = runs.apply(shard);
    // A lease may wait for a frozen holder's row lock: no other shard waits with it.
    // Without memory for a thread this throws, and the shard does not count as begun.
    Thread thread = Thread.ofPlatform().name("drain-" + shard).start(() -> runToEnd(run));
    begun.put(shard, new Begun(run, thread));
  }

  private void runToEnd(DrainRun run) {
    try {
      run.run();
    } finally {
      end(run.shard());
    }
  }

  private synchronized void end(int shard) {
    begun.remove(shard);
  }

  /** Whether the shard was begun here, and has not ended. */
  synchronized boolean isBegun(int shard) {
    return begun.containsKey(shard);
  }

  /** The shards whose lease this process has. */
  synchronized Set<Integer> listDrained() {
    return begun.values().stream()
        .map(Begun::run)
        .filter(DrainRun::isDraining)
        .map(DrainRun::shard)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public synchronized void start() {
    accepting = true;
  }

  /** Lets every drain end after its slice, and waits for it. */
  @Override
  public void stop() {
    long ends = System.nanoTime() + STOP_MAX.toNanos();
    try {
      for (Begun drain : stopAll()) {
        drain.thread.join(Duration.ofNanos(Math.max(1, ends - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<Begun> stopAll() {
    accepting = false;
    begun.values().forEach(drain -> drain.run.stop());
    return List.copyOf(begun.values());
  }

  /** Whether drains may begin. */
  @Override
  public synchronized boolean isRunning() {
    return accepting;
  }

  private record Begun(DrainRun run, Thread thread) {}
}
