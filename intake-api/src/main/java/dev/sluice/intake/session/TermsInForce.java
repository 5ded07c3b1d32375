package dev.sluice.intake.session;

import dev.sluice.contract.outcome.Transition;
import dev.sluice.intake.outcome.Decisions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The terms that a session is sold on. Once its shard has met it, they are those of the journal, by
 * which every request is decided; a row that was edited by hand since then changes nothing, so it
 * is not shown to clients but reported.
 */
@Component
final class TermsInForce {

  private static final Logger log = LoggerFactory.getLogger(TermsInForce.class);

  private final Decisions decisions;
  private final Map<UUID, List<String>> edited = new ConcurrentHashMap<>();

  TermsInForce(Decisions decisions, MeterRegistry meters) {
    this.decisions = decisions;
    Gauge.builder("sluice.sessions.edited", edited, Map::size)
        .description("Sessions whose rows differ from the terms that they are sold on")
        .register(meters);
  }

  /**
   * The session of that row on the terms in force.
   *
   * @param known what it was read as before; empty at first
   */
  Session of(Session row, Optional<Session> known) {
    Long number = row.termsNumber();
    if (number == null) {
      return row;
    }
    Session sold =
        known
            .filter(before -> number.equals(before.termsNumber()))
            .map(row::onTermsOf)
            .or(() -> admitted(row, number))
            .orElse(row);
    report(row.id(), row.differences(sold));
    return sold;
  }

  private Optional<Session> admitted(Session row, long number) {
    return decisions
        .findTransition(row.shard(), number)
        .flatMap(
            transition ->
                transition instanceof Transition.SessionAdmitted admitted
                        && admitted.session().equals(row.id())
                    ? Optional.of(row.on(admitted.terms()))
                    : Optional.empty());
  }

  private void report(UUID session, List<String> differences) {
    List<String> before =
        differences.isEmpty() ? edited.remove(session) : edited.put(session, differences);
    if (!differences.isEmpty() && !differences.equals(before)) {
      log.warn(
          "Session {}: its row was edited by hand in {}, which changes nothing: it is sold on the"
              + " terms of the journal",
          session,
          differences);
    }
  }
}
