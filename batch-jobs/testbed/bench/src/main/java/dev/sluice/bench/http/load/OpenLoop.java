package dev.sluice.bench.http.load;

import dev.sluice.bench.http.client.Call;
import dev.sluice.bench.http.client.Calls;
import dev.sluice.bench.http.client.Reply;
import java.util.ArrayDeque;
import java.util.Queue;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Orders that arrive when they arrive, however the server is doing. Of some of them the customer
 * then asks for the outcome, and waits for it.
 */
public final class OpenLoop implements Calls {

  private static final int DIGITS = 3;

  private final Orders orders;
  private final long[] arrivals;
  private final int askedEvery;
  private final Tally tally = new Tally();
  private final Histogram toOutcome = new Histogram(DIGITS);
  private final Queue<Call> asking = new ArrayDeque<>();
  private long began = Long.MIN_VALUE;
  private int made;
  private int waiting;

  /**
   * Orders.
   *
   * @param arrivals nanoseconds after the beginning
   * @param askedEvery of so many orders, one is asked for
   */
  public OpenLoop(Orders orders, long[] arrivals, int askedEvery) {
    this.orders = orders;
    this.arrivals = arrivals;
    this.askedEvery = askedEvery;
  }

  /** What has come of the orders up to now. */
  public Tally tally() {
    return tally;
  }

  /** Microseconds from when an order was due until its customer had the outcome. */
  public Histogram toOutcome() {
    return toOutcome;
  }

  /** When an order was meant to be sent. */
  public long due(long number) {
    return began + arrivals[(int) number];
  }

  @Override
  public @Nullable Call next(long now) {
    if (began == Long.MIN_VALUE) {
      began = now;
    }
    Call ask = asking.poll();
    if (ask != null) {
      return ask;
    }
    return made < arrivals.length && due(made) <= now ? orders.submit(made, due(made++)) : null;
  }

  @Override
  public long nextDue() {
    return made < arrivals.length ? due(made) : Long.MAX_VALUE;
  }

  @Override
  public void answered(Call call, Reply reply, long now) {
    switch (call.kind()) {
      case SUBMIT -> {
        tally.answered(call, reply, now);
        if (reply.isAccepted() && call.number() % askedEvery == 0) {
          waiting++;
          asking.add(orders.ask(call.number(), call.due()));
        }
      }
      case ASK -> outcome(call, reply, now);
    }
  }

  @Override
  public void broken(Call call, Exception cause) {
    throw new IllegalStateException("Call " + call.number() + " was not answered", cause);
  }

  @Override
  public boolean isOver(long now) {
    return made == arrivals.length && waiting == 0;
  }

  private void outcome(Call call, Reply reply, long now) {
    if (reply.isQueued()) {
      asking.add(call);
    } else if (reply.hasOutcome()) {
      waiting--;
      toOutcome.recordValue((now - call.due()) / 1_000);
    } else {
      throw new IllegalStateException(
          "Order " + call.number() + " is answered " + reply.status() + " " + reply.text());
    }
  }
}
