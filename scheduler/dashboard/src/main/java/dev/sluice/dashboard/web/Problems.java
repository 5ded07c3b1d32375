package dev.sluice.dashboard.web;

import dev.sluice.dashboard.audit.Refusal;
import dev.sluice.dashboard.audit.RefusedException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * What is not done, as problems. Only for the dashboard and what is added to it, and there before
 * what the application has of its own.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ControllerAdvice(basePackages = "dev.sluice.dashboard", annotations = DashboardController.class)
public final class Problems {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler
  ProblemPage refused(RefusedException e, HttpServletResponse response) {
    String name = e.refusal().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return answer(
        response,
        ProblemPage.of(name, status(e.refusal()), String.valueOf(e.getMessage()), e.execution()));
  }

  @ExceptionHandler
  ProblemPage forbidden(ForbiddenException e, HttpServletResponse response) {
    return answer(response, "forbidden", HttpStatus.FORBIDDEN, String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  ProblemPage missing(NoSuchPageException e, HttpServletResponse response) {
    return answer(response, "not-found", HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()));
  }

  /** An address or a field that cannot be read. */
  @ExceptionHandler({
    InvalidInputException.class,
    MethodArgumentTypeMismatchException.class,
    ServletRequestBindingException.class
  })
  ProblemPage invalid(Exception e, HttpServletResponse response) {
    return answer(
        response, "invalid-request", HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
  }

  /** Those who look are told; what was broken is in the log. */
  @ExceptionHandler({DataAccessException.class, CannotCreateTransactionException.class})
  ProblemPage databaseAway(Exception e, HttpServletResponse response) {
    log.warn("The dashboard's database does not answer as it should", e);
    return answer(
        response,
        "database-away",
        HttpStatus.SERVICE_UNAVAILABLE,
        "The database does not answer; what is shown here comes from it. Jobs may run all the"
            + " same");
  }

  /** A defect: who looks is told no more than that. */
  @ExceptionHandler
  ProblemPage broken(RuntimeException e, HttpServletResponse response) {
    log.error("A page of the dashboard failed", e);
    return answer(
        response,
        "internal",
        HttpStatus.INTERNAL_SERVER_ERROR,
        "Something is broken here; the log says what");
  }

  private static ProblemPage answer(
      HttpServletResponse response, String name, HttpStatus status, String detail) {
    return answer(response, ProblemPage.of(name, status, detail, null));
  }

  private static ProblemPage answer(HttpServletResponse response, ProblemPage problem) {
    response.setStatus(problem.status());
    return problem;
  }

  /** The status of an answer that says so. */
  public static HttpStatus status(Refusal refusal) {
    return switch (refusal) {
      case NO_SUCH_JOB, NO_SUCH_EXECUTION, NO_SUCH_SCHEDULE -> HttpStatus.NOT_FOUND;
      case NOT_BY_HAND -> HttpStatus.FORBIDDEN;
      case INVALID_PARAMETERS, INVALID_CRON, REASON_MISSING -> HttpStatus.UNPROCESSABLE_CONTENT;
      case ALREADY_RUNNING,
          ALREADY_COMPLETE,
          ALREADY_STARTED,
          NOT_RUNNING,
          STILL_RUNNING,
          LOOKS_ALIVE,
          NEWER_EXECUTION,
          NOT_RESTARTABLE,
          BEING_CHANGED,
          CHANGED_MEANWHILE ->
          HttpStatus.CONFLICT;
      case TOO_MANY -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }
}
