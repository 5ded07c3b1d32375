package dev.sluice.dashboard.pages;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem that the application tells of, beside those of its jobs.
 *
 * @param text key of what it is, among the texts
 * @param values what stands in that text
 * @param since null where it is not known
 * @param cause why, empty where that is not known
 * @param path where one does something about it: an address within the dashboard
 */
public record ApplicationProblem(
    String text, List<String> values, @Nullable Instant since, String cause, String path) {

  public ApplicationProblem {
    values = List.copyOf(values);
  }

  /** The values for a template. */
  public Object[] arguments() {
    return values.toArray();
  }
}
