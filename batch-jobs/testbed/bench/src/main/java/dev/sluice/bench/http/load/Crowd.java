package dev.sluice.bench.http.load;

import dev.sluice.bench.http.client.Call;
import dev.sluice.bench.http.client.Calls;
import dev.sluice.bench.http.client.Reply;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Customers who all wait for their outcomes at once: one half polls, and asks again when told that
 * there is none yet; the other listens for events. The counts may be read by another thread.
 */
public final class Crowd implements Calls {

  private static final long NEVER = Long.MIN_VALUE;

  private final Orders orders;
  private final long[] answeredAt;
  private final Queue<Call> again = new ArrayDeque<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();
  private volatile String firstDrop = "";

  /** One customer for each of the first so many orders. */
  public Crowd(Orders orders, int size) {
    this.orders = orders;
    this.answeredAt = new long[size];
    Arrays.fill(answeredAt, NEVER);
  }

  /** Whether the customer of that order listens for events; else they poll. */
  public static boolean listens(long number) {
    return number % 2 == 1;
  }

  /** Calls sent, repeated ones left out. */
  public int sentCount() {
    return sent.get();
  }

  /** Customers who were told their outcome. */
  public int answeredCount() {
    return answered.get();
  }

  /** Those whose connection broke, or who were told anything else than an outcome. */
  public int droppedCount() {
    return dropped.get();
  }

  /** Calls of those who polled and asked again. */
  public int repeatedCount() {
    return repeated.get();
  }

  /** What happened to the first customer who was dropped; empty if none was. */
  public String firstDrop() {
    return firstDrop;
  }

  /** When the outcome of an order had come whole; {@link System#nanoTime()}. */
  public long answeredAt(long number) {
    return answeredAt[(int) number];
  }

  @Override
  public @Nullable Call next(long now) {
    if (sent.get() == answeredAt.length) {
      return again.poll();
    }
    long number = sent.getAndIncrement();
    return listens(number) ? orders.listen(number, now) : orders.ask(number, now);
  }

  @Override
  public long nextDue() {
    return Long.MAX_VALUE;
  }

  @Override
  public void answered(Call call, Reply reply, long now) {
    if (reply.hasOutcome()) {
      answeredAt[(int) call.number()] = now;
      answered.getAndIncrement();
    } else if (reply.isQueued() && !listens(call.number())) {
      repeated.getAndIncrement();
      again.add(call);
    } else {
      drop(call, reply.status() + " " + reply.text());
    }
  }

  @Override
  public void broken(Call call, Exception cause) {
    drop(call, cause.toString());
  }

  @Override
  public boolean isOver(long now) {
    return answered.get() + dropped.get() == answeredAt.length;
  }

  private void drop(Call call, String why) {
    if (dropped.getAndIncrement() == 0) {
      firstDrop = "order " + call.number() + ": " + why;
    }
  }
}
