package dev.sluice.web.problem;

import dev.sluice.contract.request.FieldProblem;
import dev.sluice.contract.request.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/**
 * A problem to answer with, thrown where it is met. It has no stack trace: it tells of the client
 * or of load, not of a defect.
 */
public final class Problem extends RuntimeException implements ErrorResponse {

  private final transient ProblemDetail body;
  private final transient HttpHeaders headers = new HttpHeaders();

  private Problem(ProblemType type, String detail) {
    super(detail, null, false, false);
    this.body = detail(type, detail);
  }

  /** A problem of that type. */
  public static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail);
  }

  /** A request that is not well-formed. */
  public static Problem invalid(List<FieldProblem> problems) {
    return invalid(problems, 0);
  }

  /** A request that is not well-formed, with how many more fields are wrong than it tells. */
  static Problem invalid(InvalidRequestException e) {
    Problem problem = invalid(e.problems(), e.more());
    return e.more() == 0 ? problem : problem.with("moreErrors", e.more());
  }

  private static Problem invalid(List<FieldProblem> problems, int more) {
    int all = problems.size() + more;
    return new Problem(
            HttpProblem.INVALID_REQUEST,
            all == 1 ? "A field is wrong: see errors" : all + " fields are wrong: see errors")
        .with("errors", problems);
  }

  /** A request with one thing wrong. */
  public static Problem invalid(String field, String detail) {
    return invalid(List.of(new FieldProblem(field, detail)));
  }

  /** Tells the client when to come again. */
  public Problem retryAfter(Duration wait) {
    long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
    return header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
  }

  /** Adds a header to the answer. */
  public Problem header(String name, String value) {
    headers.set(name, value);
    return this;
  }

  /** Adds a member to the body. */
  public Problem with(String member, Object value) {
    body.setProperty(member, value);
    return this;
  }

  @Override
  public HttpStatusCode getStatusCode() {
    return HttpStatusCode.valueOf(body.getStatus());
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public ProblemDetail getBody() {
    return body;
  }

  /** The body of a problem. */
  static ProblemDetail detail(ProblemType type, String detail) {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(type.status(), detail);
    body.setType(type.uri());
    body.setTitle(type.title());
    return body;
  }
}
