package dev.sluice.intake.bulk;

import dev.sluice.contract.request.Request;
import dev.sluice.intake.bulk.line.Line;
import dev.sluice.intake.bulk.line.LineProblem;
import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.intake.session.Session;
import java.util.Map;
import java.util.UUID;

/** A line of a bulk call, read, and its session looked for. */
sealed interface BulkLine {

  /** Its number, from 1. */
  int line();

  /**
   * A well-formed request.
   *
   * @param line its number
   * @param shard of its session
   * @param request what it asks for
   */
  record Ready(int line, int shard, Request request) implements BulkLine {}

  /**
   * None.
   *
   * @param line its number
   * @param problem why
   */
  record Refused(int line, LineProblem problem) implements BulkLine {}

  /** What a line is where these are the sessions that there are. */
  static BulkLine of(Line line, Map<UUID, Session> sessions) {
    return switch (line) {
      case Line.Broken(int number, LineProblem problem) -> new Refused(number, problem);
      case Line.Wish(int number, Request request) -> {
        Session session = sessions.get(request.session());
        yield session == null
            ? new Refused(number, unknownSession(request.session()))
            : new Ready(number, session.shard(), request);
      }
    };
  }

  private static LineProblem unknownSession(UUID session) {
    return LineProblem.of(IntakeProblem.UNKNOWN_SESSION, "There is no session " + session + ".");
  }
}
