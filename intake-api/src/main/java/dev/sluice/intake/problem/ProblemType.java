package dev.sluice.intake.problem;

import java.net.URI;
import org.springframework.http.HttpStatus;

/** The kinds of problem. Their URIs are stable: clients decide by them. */
public enum ProblemType {
  /** The body or a header is not a request; the errors say which fields. */
  INVALID_REQUEST("invalid-request", HttpStatus.BAD_REQUEST, "The request is not well-formed"),
  /** Nothing has this address, or it is another's. */
  NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "There is no such thing"),
  /** There is no such session. */
  UNKNOWN_SESSION("unknown-session", HttpStatus.NOT_FOUND, "There is no such session"),
  /** There is no such request, or it is another's. */
  UNKNOWN_REQUEST("unknown-request", HttpStatus.NOT_FOUND, "There is no such request"),
  /** There is no such bulk call, or it is another's. */
  UNKNOWN_BULK("unknown-bulk", HttpStatus.NOT_FOUND, "There is no such bulk call"),
  /** The resource is there, but not for this method. */
  METHOD_NOT_ALLOWED(
      "method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
  /** No representation that the client accepts. */
  NOT_ACCEPTABLE("not-acceptable", HttpStatus.NOT_ACCEPTABLE, "No such representation"),
  /** The body did not come in time. */
  TOO_SLOW("too-slow", HttpStatus.REQUEST_TIMEOUT, "The body did not come in time"),
  /** The body is larger than allowed. */
  TOO_LARGE("too-large", HttpStatus.CONTENT_TOO_LARGE, "The request is too large"),
  /** The body is of another media type. */
  UNSUPPORTED_MEDIA_TYPE(
      "unsupported-media-type",
      HttpStatus.UNSUPPORTED_MEDIA_TYPE,
      "The media type is not supported"),
  /** The id was used before, for another request. */
  ID_REUSED(
      "id-reused",
      HttpStatus.UNPROCESSABLE_CONTENT,
      "The Idempotency-Key was used for another request"),
  /** No token, or none that is valid here. */
  UNAUTHENTICATED("unauthenticated", HttpStatus.UNAUTHORIZED, "A valid bearer token is needed"),
  /** The token does not allow this. */
  FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "The token does not allow this"),
  /** A web page of that origin may not call. */
  ORIGIN_NOT_ALLOWED("origin-not-allowed", HttpStatus.FORBIDDEN, "The origin is not allowed"),
  /** This caller sends more than one caller may. */
  TOO_MANY_REQUESTS(
      "too-many-requests", HttpStatus.TOO_MANY_REQUESTS, "You send more than one caller may"),
  /** The session's queue is full. The call was not accepted. */
  BACKLOG_FULL(
      "backlog-full",
      HttpStatus.SERVICE_UNAVAILABLE,
      "The queue is full; this call was not accepted"),
  /** A part is missing for a while. The call was not accepted. */
  NOT_NOW("not-now", HttpStatus.SERVICE_UNAVAILABLE, "Not now; this call was not accepted"),
  /** Sent on, but unanswered: the request may still be decided. */
  IN_DOUBT(
      "in-doubt", HttpStatus.SERVICE_UNAVAILABLE, "It is not known whether the request is queued"),
  /** A defect of this service. */
  INTERNAL("internal", HttpStatus.INTERNAL_SERVER_ERROR, "Something is broken here");

  private final URI uri;
  private final HttpStatus status;
  private final String title;

  ProblemType(String name, HttpStatus status, String title) {
    this.uri = URI.create("https://sluice.dev/problems/" + name);
    this.status = status;
    this.title = title;
  }

  /** The stable type. */
  public URI uri() {
    return uri;
  }

  /** The status that goes with it. */
  public HttpStatus status() {
    return status;
  }

  /** The same for every problem of the type. */
  public String title() {
    return title;
  }
}
