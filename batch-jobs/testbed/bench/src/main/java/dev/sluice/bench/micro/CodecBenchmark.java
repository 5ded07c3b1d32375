package dev.sluice.bench.micro;

import dev.sluice.allocation.Allocation;
import dev.sluice.allocation.Incoming;
import dev.sluice.bench.world.Mix;
import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.WrittenElements;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.StreamEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The codec alone, on a slice of which 70 % are granted. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

  private final List<StreamEntry> entries = new ArrayList<>();
  private List<JournalElement> elements = List.of();
  private byte[] json = {};
  private byte[] compressed = {};

  /** Decides the slice. */
  @Setup
  public void decide() {
    var shard = new SmallShard();
    List<Incoming> incoming = shard.named(Mix.MANY_GRANTED);
    for (Incoming entry : incoming) {
      if (entry instanceof Incoming.Readable readable) {
        entries.add(StreamEntry.of(readable.entry(), readable.request()));
      }
    }
    elements = Allocation.decide(shard.snapshot(), incoming, SmallShard.TIME, 1).elements();
    json = WrittenElements.write(elements).json();
    compressed = Compression.compress(json);
  }

  /** A stream entry to a request. */
  @Benchmark
  @OperationsPerInvocation(SmallShard.SLICE)
  public void decodeEntries(Blackhole blackhole) {
    for (StreamEntry entry : entries) {
      Request request = entry.decode();
      blackhole.consume(request);
    }
  }

  /** An element to the journal's text. */
  @Benchmark
  @OperationsPerInvocation(SmallShard.SLICE)
  public WrittenElements writeElements() {
    return WrittenElements.write(elements);
  }

  /** The journal's text to an element. */
  @Benchmark
  @OperationsPerInvocation(SmallShard.SLICE)
  public WrittenElements readElements() {
    return WrittenElements.read(json);
  }

  /** An element's share of compressing a slice. */
  @Benchmark
  @OperationsPerInvocation(SmallShard.SLICE)
  public byte[] compress() {
    return Compression.compress(json);
  }

  /** An element's share of uncompressing a slice. */
  @Benchmark
  @OperationsPerInvocation(SmallShard.SLICE)
  public byte[] uncompress() {
    return Compression.uncompress(compressed);
  }
}
