package dev.sluice.intake.description;

import static dev.sluice.intake.problem.IntakeProblem.BACKLOG_FULL;
import static dev.sluice.intake.problem.IntakeProblem.ID_REUSED;
import static dev.sluice.intake.problem.IntakeProblem.IN_DOUBT;
import static dev.sluice.intake.problem.IntakeProblem.ORIGIN_NOT_ALLOWED;
import static dev.sluice.intake.problem.IntakeProblem.TOO_MANY_REQUESTS;
import static dev.sluice.intake.problem.IntakeProblem.UNKNOWN_BULK;
import static dev.sluice.intake.problem.IntakeProblem.UNKNOWN_REQUEST;
import static dev.sluice.intake.problem.IntakeProblem.UNKNOWN_SESSION;
import static dev.sluice.web.problem.HttpProblem.ADDRESS_TOO_LONG;
import static dev.sluice.web.problem.HttpProblem.FORBIDDEN;
import static dev.sluice.web.problem.HttpProblem.HEADERS_TOO_LARGE;
import static dev.sluice.web.problem.HttpProblem.INTERNAL;
import static dev.sluice.web.problem.HttpProblem.INVALID_REQUEST;
import static dev.sluice.web.problem.HttpProblem.METHOD_NOT_ALLOWED;
import static dev.sluice.web.problem.HttpProblem.NOT_ACCEPTABLE;
import static dev.sluice.web.problem.HttpProblem.NOT_FOUND;
import static dev.sluice.web.problem.HttpProblem.NOT_NOW;
import static dev.sluice.web.problem.HttpProblem.TOO_LARGE;
import static dev.sluice.web.problem.HttpProblem.TOO_SLOW;
import static dev.sluice.web.problem.HttpProblem.UNAUTHENTICATED;
import static dev.sluice.web.problem.HttpProblem.UNSUPPORTED_MEDIA_TYPE;

import dev.sluice.web.problem.ProblemType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which problems each call can end in. The tools of {@code .ci/api} check answers against it. */
final class CallProblems {

  /** Of all calls. */
  private static final List<ProblemType> ANY =
      List.of(
          INVALID_REQUEST,
          UNAUTHENTICATED,
          METHOD_NOT_ALLOWED,
          NOT_ACCEPTABLE,
          ORIGIN_NOT_ALLOWED,
          ADDRESS_TOO_LONG,
          HEADERS_TOO_LARGE,
          TOO_MANY_REQUESTS,
          INTERNAL,
          NOT_NOW);

  /** Of each call beside those, by the operation's id. */
  private static final Map<String, List<ProblemType>> OWN =
      Map.ofEntries(
          Map.entry("listSessions", List.of()),
          Map.entry("getSession", List.of(NOT_FOUND, UNKNOWN_SESSION)),
          Map.entry("getSeats", List.of(NOT_FOUND, UNKNOWN_SESSION)),
          Map.entry(
              "reserve",
              List.of(
                  FORBIDDEN,
                  NOT_FOUND,
                  UNKNOWN_SESSION,
                  TOO_SLOW,
                  TOO_LARGE,
                  UNSUPPORTED_MEDIA_TYPE,
                  ID_REUSED,
                  BACKLOG_FULL,
                  IN_DOUBT)),
          Map.entry(
              "cancel",
              List.of(FORBIDDEN, NOT_FOUND, UNKNOWN_SESSION, ID_REUSED, BACKLOG_FULL, IN_DOUBT)),
          Map.entry(
              "pay",
              List.of(
                  FORBIDDEN,
                  NOT_FOUND,
                  UNKNOWN_SESSION,
                  TOO_SLOW,
                  TOO_LARGE,
                  UNSUPPORTED_MEDIA_TYPE,
                  ID_REUSED,
                  BACKLOG_FULL,
                  IN_DOUBT)),
          Map.entry(
              "noticePayment", List.of(NOT_FOUND, TOO_SLOW, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE)),
          Map.entry("getRequest", List.of(FORBIDDEN, NOT_FOUND, UNKNOWN_REQUEST)),
          Map.entry("followRequest", List.of(FORBIDDEN, NOT_FOUND, UNKNOWN_REQUEST)),
          Map.entry(
              "submitBulk",
              List.of(
                  FORBIDDEN,
                  TOO_SLOW,
                  TOO_LARGE,
                  UNSUPPORTED_MEDIA_TYPE,
                  ID_REUSED,
                  BACKLOG_FULL,
                  IN_DOUBT)),
          Map.entry("getBulk", List.of(FORBIDDEN, NOT_FOUND, UNKNOWN_BULK)),
          Map.entry("listBulkItems", List.of(FORBIDDEN, NOT_FOUND, UNKNOWN_BULK)),
          Map.entry("listMyReservations", List.of(FORBIDDEN)),
          Map.entry("listMyRequests", List.of(FORBIDDEN)));

  private CallProblems() {}

  /**
   * The problems of a call, in the order of their statuses.
   *
   * @throws IllegalArgumentException if this table does not know the call
   */
  static List<ProblemType> of(String operation) {
    List<ProblemType> own = OWN.get(operation);
    if (own == null) {
      throw new IllegalArgumentException("Say which problems " + operation + " can end in");
    }
    return Stream.concat(ANY.stream(), own.stream())
        .sorted(Comparator.comparing(ProblemType::status).thenComparing(ProblemType::uri))
        .toList();
  }
}
