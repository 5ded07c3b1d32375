package dev.sluice.bench.http.load;

import dev.sluice.bench.http.client.Call;
import dev.sluice.bench.http.client.Reply;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/** What came of the calls that were made. Not thread-safe. */
public final class Tally {

  private static final int DIGITS = 3;

  private final BitSet accepted = new BitSet();
  private final Map<String, Long> refusals = new TreeMap<>();
  private final Histogram latency = new Histogram(DIGITS);
  private long firstDue = Long.MAX_VALUE;
  private long lastAnswer = Long.MIN_VALUE;

  /** An answer to a call that brings something. */
  void answered(Call call, Reply reply, long now) {
    firstDue = Math.min(firstDue, call.due());
    lastAnswer = Math.max(lastAnswer, now);
    latency.recordValue(Math.max(0, now - call.due()) / 1_000);
    if (reply.isAccepted()) {
      accepted.set((int) call.number());
    } else {
      refusals.merge(reply.status() + " " + reply.text(), 1L, Long::sum);
    }
  }

  /** Numbers of the calls that were accepted. */
  public LongStream accepted() {
    return accepted.stream().asLongStream();
  }

  /** How many calls were accepted. */
  public int acceptedCount() {
    return accepted.cardinality();
  }

  /** From when the first call was due to the last answer. */
  public double seconds() {
    return (lastAnswer - firstDue) / 1e9;
  }

  /** Calls accepted in a second. */
  public double rate() {
    return acceptedCount() / seconds();
  }

  /** Microseconds from when calls were due to their answers. */
  public Histogram latency() {
    return latency;
  }

  /**
   * Anything but 202 spoils a run: it was to be measured how fast requests are accepted.
   *
   * @throws IllegalStateException with what was answered instead
   */
  public Tally requireAllAccepted() {
    if (!refusals.isEmpty() || acceptedCount() == 0) {
      throw new IllegalStateException(
          acceptedCount() + " calls were accepted, and of others " + refusals);
    }
    return this;
  }
}
