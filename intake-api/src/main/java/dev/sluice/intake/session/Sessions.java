package dev.sluice.intake.session;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.web.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sessions, from memory where possible; many callers of one session read it once. One that is known
 * is read again behind its callers' backs, so a database that is away or hangs does not keep
 * requests for it from being queued.
 */
@Component
public final class Sessions {

  /** A session that nobody asked for in that time is read anew by the next one who does. */
  private static final Duration KNOWN_FOR = Duration.ofDays(1);

  /** Ids that are looked for with one statement. */
  private static final int LOOK_UP_MAX = 1_000;

  /** What a kept id takes, its session apart. */
  private static final int ENTRY_BYTES = 200;

  private final Catalogue catalogue;
  private final TermsInForce terms;
  private final LoadingCache<UUID, Optional<Session>> cache;

  Sessions(Catalogue catalogue, TermsInForce terms, SessionSettings settings) {
    this.catalogue = catalogue;
    this.terms = terms;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(settings.memory().toBytes())
            .weigher(
                (UUID id, Optional<Session> session) ->
                    ENTRY_BYTES + session.map(Session::bytes).orElse(0))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .refreshAfterWrite(settings.freshFor())
            .expireAfter(
                Expiry.<UUID, Optional<Session>>writing(
                    (id, session) -> session.isPresent() ? KNOWN_FOR : settings.absentFor()))
            .build(new Loading());
  }

  /** The session, if there is one of that id. */
  public Optional<Session> find(UUID id) {
    return cache.get(id);
  }

  /**
   * Those of the sessions that there are. What is not in memory is looked for at once, so that who
   * names thousands that there are not makes one statement of a thousand, and forgets no other.
   */
  public Map<UUID, Session> findAll(Set<UUID> ids) {
    var found = new HashMap<UUID, Session>();
    var missing = new ArrayList<UUID>();
    for (UUID id : ids) {
      Optional<Session> known = cache.getIfPresent(id);
      if (known == null) {
        missing.add(id);
      } else {
        known.ifPresent(session -> found.put(id, session));
      }
    }
    for (int from = 0; from < missing.size(); from += LOOK_UP_MAX) {
      List<UUID> some = missing.subList(from, Math.min(missing.size(), from + LOOK_UP_MAX));
      for (UUID id : catalogue.listKnown(some)) {
        find(id).ifPresent(session -> found.put(id, session));
      }
    }
    return found;
  }

  /**
   * The session.
   *
   * @throws Problem 404 if there is none
   */
  public Session get(UUID id) {
    return find(id)
        .orElseThrow(
            () -> Problem.of(IntakeProblem.UNKNOWN_SESSION, "There is no session " + id + "."));
  }

  /** A page of sessions that have not begun or are still on sale, those that start first first. */
  List<Session> list(Instant now, @Nullable Instant afterStart, @Nullable UUID afterId, int limit) {
    return catalogue.listIds(now, afterStart, afterId, limit).stream()
        .map(this::find)
        .flatMap(Optional::stream)
        .toList();
  }

  private final class Loading implements CacheLoader<UUID, Optional<Session>> {

    @Override
    public Optional<Session> load(UUID id) {
      return reload(id, Optional.empty());
    }

    @Override
    public Optional<Session> reload(UUID id, Optional<Session> known) {
      return catalogue.find(id).map(row -> terms.of(row, known));
    }
  }
}
