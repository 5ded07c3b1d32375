package dev.sluice.intake.problem;

import dev.sluice.web.problem.ProblemType;
import java.net.URI;
import org.springframework.http.HttpStatus;

/** The kinds of problem that only calls of the intake can end in. */
public enum IntakeProblem implements ProblemType {
  /** A web page of that origin may not call. */
  ORIGIN_NOT_ALLOWED("origin-not-allowed", HttpStatus.FORBIDDEN, "The origin is not allowed"),
  /** There is no such session. */
  UNKNOWN_SESSION("unknown-session", HttpStatus.NOT_FOUND, "There is no such session"),
  /** There is no such request, or it is another's. */
  UNKNOWN_REQUEST("unknown-request", HttpStatus.NOT_FOUND, "There is no such request"),
  /** There is no such bulk call, or it is another's. */
  UNKNOWN_BULK("unknown-bulk", HttpStatus.NOT_FOUND, "There is no such bulk call"),
  /** The id was used before, for another request. */
  ID_REUSED(
      "id-reused",
      HttpStatus.UNPROCESSABLE_CONTENT,
      "The Idempotency-Key was used for another request"),
  /** This caller sends more than one caller may. */
  TOO_MANY_REQUESTS(
      "too-many-requests", HttpStatus.TOO_MANY_REQUESTS, "You send more than one caller may"),
  /** The session's queue is full. The call was not accepted. */
  BACKLOG_FULL(
      "backlog-full",
      HttpStatus.SERVICE_UNAVAILABLE,
      "The queue is full; this call was not accepted"),
  /** Sent on, but unanswered: the request may still be decided. */
  IN_DOUBT(
      "in-doubt", HttpStatus.SERVICE_UNAVAILABLE, "It is not known whether the request is queued");

  private final URI uri;
  private final HttpStatus status;
  private final String title;

  IntakeProblem(String name, HttpStatus status, String title) {
    this.uri = ProblemType.uri(name);
    this.status = status;
    this.title = title;
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public HttpStatus status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
