package dev.sluice.web.problem;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/**
 * The last resort: what the server refuses before any filter sees it, a broken request line or
 * headers that are too large, is a problem too; and so is what fails while a failure is reported.
 */
final class ProblemValve extends ErrorReportValve {

  private final JsonMapper json;
  private final ProblemCounter counter;

  ProblemValve(JsonMapper json, ProblemCounter counter) {
    this.json = json;
    this.counter = counter;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = TooLarge.statusOr(response.getStatus(), request, failure);
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    response.setStatus(status);
    ProblemDetail problem = FrameworkErrors.problem(HttpStatusCode.valueOf(status));
    counter.count(problem);
    byte[] body = json.writeValueAsBytes(problem);
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
