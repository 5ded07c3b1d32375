package dev.sluice.bench.http.load;

import dev.sluice.bench.http.client.Call;
import dev.sluice.bench.http.client.Calls;
import dev.sluice.bench.http.client.Reply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * As many calls as there are connections, and the next one as soon as one is answered: how much a
 * server takes at most.
 */
public final class ClosedLoop implements Calls {

  /** Makes calls up. */
  @FunctionalInterface
  public interface Source {

    /** The call of that number. */
    Call call(long number, long due);
  }

  private final Source source;
  private final long callsMax;
  private final long length;
  private final Tally tally = new Tally();
  private long until = Long.MAX_VALUE;
  private long made;

  private ClosedLoop(Source source, long callsMax, long length) {
    this.source = source;
    this.callsMax = callsMax;
    this.length = length;
  }

  /** Calls for that long. */
  public static ClosedLoop during(Duration length, Source source) {
    return new ClosedLoop(source, Long.MAX_VALUE, length.toNanos());
  }

  /** So many calls. */
  public static ClosedLoop times(long calls, Source source) {
    return new ClosedLoop(source, calls, Long.MAX_VALUE);
  }

  /** What has come of the calls up to now. */
  public Tally tally() {
    return tally;
  }

  @Override
  public @Nullable Call next(long now) {
    if (made == 0) {
      until = length == Long.MAX_VALUE ? length : now + length;
    }
    return isOver(now) ? null : source.call(made++, now);
  }

  @Override
  public long nextDue() {
    return Long.MAX_VALUE;
  }

  @Override
  public void answered(Call call, Reply reply, long now) {
    tally.answered(call, reply, now);
  }

  @Override
  public void broken(Call call, Exception cause) {
    throw new IllegalStateException("Call " + call.number() + " was not answered", cause);
  }

  @Override
  public boolean isOver(long now) {
    return made >= callsMax || (until != Long.MAX_VALUE && now >= until);
  }
}
