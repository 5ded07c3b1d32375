package dev.sluice.expiry;

import dev.sluice.shard.DatabaseClock;
import dev.sluice.stream.Pulses;
import dev.sluice.stream.Pulses.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each session in which something is due pulsed. A pulse after which the session is as it was
 * is sent again less and less often, up to once a minute: a session that cannot be decided must not
 * fill its shard with dead letters. For one thread at a time, but for what it tells.
 */
public final class Expiry {

  private static final Logger log = LoggerFactory.getLogger(Expiry.class);

  /** A slice is decided and seen here within that time, unless the shard is busy or stands. */
  private static final Duration PAUSE_MIN = Duration.ofSeconds(2);

  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

  /** So often a session may be pulsed in vain before that is told. */
  private static final int VAIN_MAX = 3;

  private final DueSessions due;
  private final Pulses pulses;
  private final LongSupplier nanoTime;
  private final Map<UUID, Pulsed> pulsed = new HashMap<>();
  private volatile @Nullable Stuck stuck;

  Expiry(DueSessions due, Pulses pulses) {
    this(due, pulses, System::nanoTime);
  }

  Expiry(DueSessions due, Pulses pulses, LongSupplier nanoTime) {
    this.due = due;
    this.pulses = pulses;
    this.nanoTime = nanoTime;
  }

  /**
   * Pulses what is due. A shard whose Redis does not answer holds no other up.
   *
   * @throws RuntimeException what one of them failed with
   */
  void look() {
    Set<UUID> seen = new HashSet<>();
    var failed = new TreeMap<Integer, RuntimeException>();
    due.forEachDue(
        (sessions, clock) -> {
          sessions.forEach(session -> seen.add(session.session()));
          List<DueSession> turns = sessions.stream().filter(this::isTurn).toList();
          DueSession.byShard(turns).forEach((shard, some) -> pulse(shard, some, clock, failed));
        });
    pulsed.keySet().retainAll(seen);
    stuck = countStuck();
    if (!failed.isEmpty()) {
      throw new IllegalStateException(
          "No pulse reaches the shards " + failed.keySet(), failed.firstEntry().getValue());
    }
  }

  /**
   * Sessions that stay as they are however often they are pulsed; empty if there is none.
   * Thread-safe.
   */
  public Optional<Stuck> findStuck() {
    return Optional.ofNullable(stuck);
  }

  private boolean isTurn(DueSession session) {
    Pulsed last = pulsed.get(session.session());
    return last == null
        || !last.session.equals(session)
        || nanoTime.getAsLong() - last.at >= last.pause.toNanos();
  }

  private void pulse(
      int shard,
      List<DueSession> sessions,
      DatabaseClock clock,
      Map<Integer, RuntimeException> failed) {
    if (failed.containsKey(shard)) {
      return;
    }
    try {
      List<Answer> answers =
          pulses.append(shard, sessions.stream().map(DueSession::due).toList(), clock);
      for (int i = 0; i < answers.size(); i++) {
        note(sessions.get(i), answers.get(i));
      }
    } catch (RuntimeException e) {
      // Told with those of the others, once all have had their turn.
      failed.put(shard, e);
    }
  }

  private void note(DueSession session, Answer answer) {
    Pulsed last = pulsed.get(session.session());
    int vain = 0;
    Duration pause = PAUSE_MIN;
    if (last != null && last.session.equals(session)) {
      boolean again = answer == Answer.APPENDED;
      vain = again ? last.vain + 1 : last.vain;
      pause = again ? shorter(last.pause.multipliedBy(2), PAUSE_MAX) : last.pause;
    }
    if (answer != Answer.EARLY) {
      pulsed.put(session.session(), new Pulsed(session, vain, pause, nanoTime.getAsLong()));
    }
    if (answer == Answer.APPENDED && vain == VAIN_MAX) {
      log.warn(
          "Session {} of shard {} is pulsed in vain: what was due at {} has not happened",
          session.session(),
          session.shard(),
          session.dueAt());
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private @Nullable Stuck countStuck() {
    int sessions = 0;
    Instant since = Instant.MAX;
    for (Pulsed one : pulsed.values()) {
      if (one.vain >= VAIN_MAX) {
        sessions++;
        since = one.session.dueAt().isBefore(since) ? one.session.dueAt() : since;
      }
    }
    return sessions == 0 ? null : new Stuck(sessions, since);
  }

  /**
   * Sessions in which nothing happens.
   *
   * @param sessions how many
   * @param since when the first of what is due there was
   */
  public record Stuck(int sessions, Instant since) {}

  /**
   * A session's last pulse.
   *
   * @param session as it was then
   * @param vain how many pulses before it had changed nothing
   * @param pause until another one, if this one changes nothing
   * @param at when it was appended, or found to be waiting, in nanoseconds of the clock here
   */
  private record Pulsed(DueSession session, int vain, Duration pause, long at) {}
}
