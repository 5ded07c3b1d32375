package dev.sluice.slice;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether Redis, by whose clock entries are accepted, and the database, by whose clock they are
 * decided, agree on what time it is. One thread compares; any may ask.
 */
public final class Clocks {

  /** A difference that no outcome may depend on. */
  static final Duration APART_MIN = Duration.ofSeconds(1);

  /** An answer that took longer may have waited for something, and says nothing of the clock. */
  static final Duration ANSWER_MAX = Duration.ofMillis(100);

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration INTERVAL_IN_VAIN = Duration.ofSeconds(1);

  private final Supplier<Instant> redis;
  private final Supplier<Instant> database;
  private final LongSupplier nanoTime;
  private final Consumer<Duration> listener;
  private long next;
  private volatile boolean apart;
  private volatile Instant togetherSince = Instant.MIN;

  /**
   * Compares them for the first time.
   *
   * @param apart what is taken for true until a comparison counts: what the last slice went by
   * @param redis asks Redis
   * @param database asks the database
   * @param listener hears how far Redis' clock is ahead, at each comparison that counts
   */
  public Clocks(
      boolean apart,
      Supplier<Instant> redis,
      Supplier<Instant> database,
      Consumer<Duration> listener) {
    this(apart, redis, database, listener, System::nanoTime);
  }

  Clocks(
      boolean apart,
      Supplier<Instant> redis,
      Supplier<Instant> database,
      Consumer<Duration> listener,
      LongSupplier nanoTime) {
    this.apart = apart;
    this.redis = redis;
    this.database = database;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.next = nanoTime.getAsLong();
    compare();
  }

  /** Compares them, if a minute has passed since a comparison that counted. */
  public void compare() {
    long asked = nanoTime.getAsLong();
    if (asked - next < 0) {
      return;
    }
    Instant byDatabase = database.get();
    long answered = nanoTime.getAsLong();
    Instant byRedis = redis.get();
    long done = nanoTime.getAsLong();
    Duration databaseTook = Duration.ofNanos(answered - asked);
    Duration redisTook = Duration.ofNanos(done - answered);
    boolean counts =
        databaseTook.compareTo(ANSWER_MAX) <= 0 && redisTook.compareTo(ANSWER_MAX) <= 0;
    if (counts) {
      Duration ahead = Duration.between(byDatabase.plus(redisTook), byRedis);
      boolean now = ahead.abs().compareTo(APART_MIN) > 0;
      if (apart && !now) {
        togetherSince = byRedis;
      }
      apart = now;
      listener.accept(ahead);
    }
    next = done + (counts ? INTERVAL : INTERVAL_IN_VAIN).toNanos();
  }

  /**
   * Whether entries cannot be judged by when Redis accepted them: the clocks were more than a
   * second apart when they were last compared, or still were when the entry was accepted.
   *
   * @param accepted by Redis' clock, the first of them
   */
  public boolean areApart(Instant accepted) {
    return apart || accepted.isBefore(togetherSince);
  }
}
