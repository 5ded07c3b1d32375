package dev.sluice.intake.problem;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Which of our types a status of the framework is. */
final class FrameworkErrors {

  private FrameworkErrors() {}

  static ProblemType typeOf(HttpStatusCode status) {
    return switch (HttpStatus.resolve(status.value())) {
      case NOT_FOUND -> ProblemType.NOT_FOUND;
      case METHOD_NOT_ALLOWED -> ProblemType.METHOD_NOT_ALLOWED;
      case NOT_ACCEPTABLE -> ProblemType.NOT_ACCEPTABLE;
      case REQUEST_TIMEOUT -> ProblemType.TOO_SLOW;
      case CONTENT_TOO_LARGE -> ProblemType.TOO_LARGE;
      case UNSUPPORTED_MEDIA_TYPE -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
      case UNAUTHORIZED -> ProblemType.UNAUTHENTICATED;
      case FORBIDDEN -> ProblemType.FORBIDDEN;
      case SERVICE_UNAVAILABLE -> ProblemType.NOT_NOW;
      // What the server does not speak, the client should not have said.
      case NOT_IMPLEMENTED, HTTP_VERSION_NOT_SUPPORTED -> ProblemType.INVALID_REQUEST;
      case null, default ->
          status.is4xxClientError() ? ProblemType.INVALID_REQUEST : ProblemType.INTERNAL;
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
