package dev.sluice.web.problem;

import java.net.URI;
import org.springframework.http.HttpStatus;

/** The kinds of problem that any call can end in. */
public enum HttpProblem implements ProblemType {
  /** The body or a header is not a request; the errors say which fields. */
  INVALID_REQUEST("invalid-request", HttpStatus.BAD_REQUEST, "The request is not well-formed"),
  /** No token, or none that is valid here. */
  UNAUTHENTICATED("unauthenticated", HttpStatus.UNAUTHORIZED, "A valid bearer token is needed"),
  /** The token does not allow this. */
  FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "The token does not allow this"),
  /** Nothing has this address, or it is another's. */
  NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "There is no such thing"),
  /** The resource is there, but not for this method. */
  METHOD_NOT_ALLOWED(
      "method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
  /** No representation that the client accepts. */
  NOT_ACCEPTABLE("not-acceptable", HttpStatus.NOT_ACCEPTABLE, "No such representation"),
  /** The body did not come in time. */
  TOO_SLOW("too-slow", HttpStatus.REQUEST_TIMEOUT, "The body did not come in time"),
  /** The body is larger than allowed. */
  TOO_LARGE("too-large", HttpStatus.CONTENT_TOO_LARGE, "The request is too large"),
  /** The address is longer than allowed. */
  ADDRESS_TOO_LONG("address-too-long", HttpStatus.URI_TOO_LONG, "The address is too long"),
  /** The headers, such as a token with many claims, are larger or more than allowed. */
  HEADERS_TOO_LARGE(
      "headers-too-large",
      HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
      "The headers are too large or too many"),
  /** The body is of another media type. */
  UNSUPPORTED_MEDIA_TYPE(
      "unsupported-media-type",
      HttpStatus.UNSUPPORTED_MEDIA_TYPE,
      "The media type is not supported"),
  /** A defect of this service. */
  INTERNAL("internal", HttpStatus.INTERNAL_SERVER_ERROR, "Something is broken here"),
  /** A part is missing for a while. The call was not accepted. */
  NOT_NOW("not-now", HttpStatus.SERVICE_UNAVAILABLE, "Not now; this call was not accepted");

  private final URI uri;
  private final HttpStatus status;
  private final String title;

  HttpProblem(String name, HttpStatus status, String title) {
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
