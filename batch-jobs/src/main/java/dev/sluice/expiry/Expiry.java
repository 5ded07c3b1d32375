package dev.sluice.expiry;

import dev.sluice.shard.DatabaseClock;
import dev.sluice.stream.Pulses;
import dev.sluice.stream.Pulses.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
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

  /** Pulses what is due. */
  void look() {
    Set<UUID> seen = new HashSet<>();
    due.forEachDue(
        (sessions, clock) -> {
          sessions.forEach(session -> seen.add(session.session()));
          pulse(sessions.stream().filter(this::isTurn).toList(), clock);
        });
    pulsed.keySet().retainAll(seen);
    stuck = countStuck();
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
    return last == null || !last.session.equals(session) || nanoTime.getAsLong() - last.next >= 0;
  }

  private void pulse(List<DueSession> sessions, DatabaseClock clock) {
    for (var shard : byShard(sessions).entrySet()) {
      Map<UUID, Instant> dues = new LinkedHashMap<>();
      shard.getValue().forEach(session -> dues.put(session.session(), session.dueAt()));
      Map<UUID, Answer> answers =
          pulses.append(shard.getKey(), dues, clock.nowNotBefore(Instant.EPOCH));
      for (DueSession session : shard.getValue()) {
        if (answers.get(session.session()) == Answer.APPENDED) {
          note(session);
        }
      }
    }
  }

  static Map<Integer, List<DueSession>> byShard(List<DueSession> sessions) {
    return sessions.stream()
        .collect(Collectors.groupingBy(DueSession::shard, TreeMap::new, Collectors.toList()));
  }

  private void note(DueSession session) {
    Pulsed last = pulsed.get(session.session());
    boolean vain = last != null && last.session.equals(session);
    int times = vain ? last.vain + 1 : 0;
    Duration pause = vain ? shorter(last.pause.multipliedBy(2), PAUSE_MAX) : PAUSE_MIN;
    pulsed.put(
        session.session(),
        new Pulsed(session, times, pause, nanoTime.getAsLong() + pause.toNanos()));
    if (times == VAIN_MAX) {
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
   * @param next when that is over, in nanoseconds of the clock here
   */
  private record Pulsed(DueSession session, int vain, Duration pause, long next) {}
}
