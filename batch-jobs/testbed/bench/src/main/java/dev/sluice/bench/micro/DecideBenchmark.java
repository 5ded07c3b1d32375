package dev.sluice.bench.micro;

import dev.sluice.allocation.Allocation;
import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Incoming;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.bench.world.Mix;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@code decide} alone: a slice on a session that nobody has asked for yet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecideBenchmark {

  /** What the requests ask for. */
  public enum SeatDemand {
    /** A named seat; 70 % are granted. */
    NAMED_MANY_GRANTED,
    /** A named seat; 2.5 % are granted. */
    NAMED_FEW_GRANTED,
    /** The two best neighbours; all are granted. */
    BEST_TWO
  }

  @Param public SeatDemand demand = SeatDemand.NAMED_MANY_GRANTED;

  private final SmallShard shard = new SmallShard();
  private List<Incoming> entries = List.of();
  private Snapshot snapshot = new Snapshot();

  /** Draws the slice. */
  @Setup
  public void draw() {
    entries =
        switch (demand) {
          case NAMED_MANY_GRANTED -> shard.named(Mix.MANY_GRANTED);
          case NAMED_FEW_GRANTED -> shard.named(Mix.FEW_GRANTED);
          case BEST_TWO -> shard.best();
        };
  }

  /** A decision changes the snapshot, so each has its own; an invocation takes milliseconds. */
  @Setup(Level.Invocation)
  public void empty() {
    snapshot = shard.snapshot();
  }

  /** For one request. */
  @Benchmark
  @OperationsPerInvocation(SmallShard.SLICE)
  public Decision decide() {
    return Allocation.decide(snapshot, entries, SmallShard.TIME, 1);
  }
}
