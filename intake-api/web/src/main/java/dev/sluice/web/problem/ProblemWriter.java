package dev.sluice.web.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem where no controller is: in filters. */
@Component
public final class ProblemWriter {

  private final JsonMapper json;
  private final ProblemCounter counter;

  ProblemWriter(JsonMapper json, ProblemCounter counter) {
    this.json = json;
    this.counter = counter;
  }

  /** Answers with the problem. */
  public void write(HttpServletResponse response, Problem problem) throws IOException {
    counter.count(problem.getBody());
    response.setStatus(problem.getStatusCode().value());
    problem.getHeaders().forEach((name, values) -> response.setHeader(name, values.getFirst()));
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem.getBody()));
  }

  /** Answers with the problem. */
  public void write(ServerHttpResponse response, Problem problem) throws IOException {
    counter.count(problem.getBody());
    response.setStatusCode(problem.getStatusCode());
    response.getHeaders().putAll(problem.getHeaders());
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    response.getBody().write(json.writeValueAsBytes(problem.getBody()));
    response.flush();
  }
}
