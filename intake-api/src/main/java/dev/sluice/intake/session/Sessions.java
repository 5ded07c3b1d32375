package dev.sluice.intake.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.sluice.intake.problem.Problem;
import dev.sluice.intake.problem.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sessions, from memory where possible; many callers of one session read it once. */
@Component
public final class Sessions {

  private final Catalogue catalogue;
  private final Cache<UUID, Optional<Session>> cache;

  Sessions(Catalogue catalogue, SessionSettings settings) {
    this.catalogue = catalogue;
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(settings.cachedMax())
            .expireAfter(
                Expiry.<UUID, Optional<Session>>writing(
                    (id, session) ->
                        session.isPresent() ? settings.freshFor() : settings.absentFor()))
            .build();
  }

  /** The session, if there is one of that id. */
  public Optional<Session> find(UUID id) {
    return cache.get(id, catalogue::find);
  }

  /**
   * The session.
   *
   * @throws Problem 404 if there is none
   */
  public Session get(UUID id) {
    return find(id)
        .orElseThrow(
            () -> Problem.of(ProblemType.UNKNOWN_SESSION, "There is no session " + id + "."));
  }

  /** A page of sessions that start at or after an instant, those that start first first. */
  List<Session> list(
      Instant from, @Nullable Instant afterStart, @Nullable UUID afterId, int limit) {
    return catalogue.listIds(from, afterStart, afterId, limit).stream()
        .map(this::find)
        .flatMap(Optional::stream)
        .toList();
  }
}
