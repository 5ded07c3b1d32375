package dev.sluice.web.problem;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Which of our types a status of the framework is. */
final class FrameworkErrors {

  private FrameworkErrors() {}

  static HttpProblem typeOf(HttpStatusCode status) {
    return switch (HttpStatus.resolve(status.value())) {
      case NOT_FOUND -> HttpProblem.NOT_FOUND;
      case METHOD_NOT_ALLOWED -> HttpProblem.METHOD_NOT_ALLOWED;
      case NOT_ACCEPTABLE -> HttpProblem.NOT_ACCEPTABLE;
      case REQUEST_TIMEOUT -> HttpProblem.TOO_SLOW;
      case CONTENT_TOO_LARGE -> HttpProblem.TOO_LARGE;
      case URI_TOO_LONG -> HttpProblem.ADDRESS_TOO_LONG;
      case REQUEST_HEADER_FIELDS_TOO_LARGE -> HttpProblem.HEADERS_TOO_LARGE;
      case UNSUPPORTED_MEDIA_TYPE -> HttpProblem.UNSUPPORTED_MEDIA_TYPE;
      case UNAUTHORIZED -> HttpProblem.UNAUTHENTICATED;
      case FORBIDDEN -> HttpProblem.FORBIDDEN;
      case SERVICE_UNAVAILABLE -> HttpProblem.NOT_NOW;
      // What the server does not speak, the client should not have said.
      case NOT_IMPLEMENTED, HTTP_VERSION_NOT_SUPPORTED -> HttpProblem.INVALID_REQUEST;
      case null, default ->
          status.is4xxClientError() ? HttpProblem.INVALID_REQUEST : HttpProblem.INTERNAL;
    };
  }

  /** The problem of a status that stands as it is. */
  static ProblemDetail problem(HttpStatusCode status) {
    ProblemType type = typeOf(status);
    ProblemDetail problem = Problem.detail(type, type.title() + ".");
    problem.setStatus(status.value());
    return problem;
  }
}
