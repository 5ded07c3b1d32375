package dev.sluice.dashboard.web;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Something that was not done, as RFC 9457 has it.
 *
 * @param execution where one finds more, null where there is nothing to see
 */
public record ProblemPage(
    URI type, String title, int status, String detail, @Nullable Long execution) implements Page {

  static ProblemPage of(String name, HttpStatus status, String detail, @Nullable Long execution) {
    return new ProblemPage(
        URI.create("https://sluice.dev/problems/" + name),
        status.getReasonPhrase(),
        status.value(),
        detail,
        execution);
  }

  @Override
  public String template() {
    return "dashboard/problem";
  }

  @Override
  public MediaType mediaType() {
    return MediaType.APPLICATION_PROBLEM_JSON;
  }
}
