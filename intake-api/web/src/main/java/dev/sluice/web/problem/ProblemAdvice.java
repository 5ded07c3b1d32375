package dev.sluice.web.problem;

import dev.sluice.contract.request.InvalidRequestException;
import java.time.Duration;
import java.util.Arrays;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Turns whatever a call ended with into a problem. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private final ProblemCounter counter;

  ProblemAdvice(ProblemCounter counter) {
    this.counter = counter;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onProblem(Problem problem) {
    counter.count(problem.getBody());
    return ResponseEntity.status(problem.getStatusCode())
        .headers(problem.getHeaders())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem.getBody());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onInvalidRequest(InvalidRequestException e) {
    return onProblem(Problem.invalid(e));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onBrokenJson(JacksonException e) {
    return onProblem(BrokenJson.problem(e));
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<ProblemDetail> onServerAway(Exception e) {
    log.warn("A server that the answer needs is away", e);
    return onProblem(
        Problem.of(HttpProblem.NOT_NOW, "A server that the answer needs is away; ask again.")
            .retryAfter(Duration.ofSeconds(2)));
  }

  /** Broken chunks, or fewer bytes than were announced. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> onBrokenBody(BadRequestException e) {
    return onProblem(
        Problem.of(HttpProblem.INVALID_REQUEST, "The body is not framed as the headers say."));
  }

  /** The client is gone: there is nobody to answer, and nothing that operators must look at. */
  @ExceptionHandler
  @Nullable ResponseEntity<ProblemDetail> onHangUp(ClientAbortException e) {
    log.debug("A client hung up", e);
    return null;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onDefect(Exception e) {
    log.error("A call failed", e);
    return onProblem(
        Problem.of(HttpProblem.INTERNAL, "The call failed; the operators have been told."));
  }

  /** A parameter that is no number, or none of the words that it may be. */
  @Override
  protected ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    Problem problem =
        Problem.invalid(String.valueOf(e.getPropertyName()), expected(e.getRequiredType()));
    counter.count(problem.getBody());
    return ResponseEntity.status(problem.getStatusCode())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem.getBody());
  }

  private static String expected(@Nullable Class<?> type) {
    return type != null && type.isEnum()
        ? "must be one of " + Arrays.toString(type.getEnumConstants())
        : "must be a whole number";
  }

  /** What the framework refused, in our words. */
  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemType type = FrameworkErrors.typeOf(status);
    String detail =
        body instanceof ProblemDetail framework && framework.getDetail() != null
            ? framework.getDetail()
            : type.title();
    if (type == HttpProblem.INTERNAL) {
      log.error("A call failed", e);
      detail = "The call failed; the operators have been told.";
    }
    ProblemDetail problem = Problem.detail(type, detail);
    counter.count(problem);
    return ResponseEntity.status(type.status())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
