package dev.sluice.intake.problem;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** Which of our types a status of the framework is. */
final class FrameworkErrors {

  private FrameworkErrors() {}

  static ProblemType typeOf(HttpStatusCode status) {
    return switch (HttpStatus.resolve(status.value())) {
      case NOT_FOUND -> ProblemType.NOT_FOUND;
      case METHOD_NOT_ALLOWED -> ProblemType.METHOD_NOT_ALLOWED;
      case NOT_ACCEPTABLE -> ProblemType.NOT_ACCEPTABLE;
      case CONTENT_TOO_LARGE -> ProblemType.TOO_LARGE;
      case UNSUPPORTED_MEDIA_TYPE -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
      case UNAUTHORIZED -> ProblemType.UNAUTHENTICATED;
      case FORBIDDEN -> ProblemType.FORBIDDEN;
      case SERVICE_UNAVAILABLE -> ProblemType.NOT_NOW;
      case null, default ->
          status.is4xxClientError() ? ProblemType.INVALID_REQUEST : ProblemType.INTERNAL;
    };
  }
}
