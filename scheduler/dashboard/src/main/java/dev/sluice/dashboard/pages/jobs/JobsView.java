package dev.sluice.dashboard.pages.jobs;

import dev.sluice.dashboard.web.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All jobs, by name.
 *
 * @param countedAt when the executions were last counted; null where they never were
 */
public record JobsView(List<JobRow> jobs, @Nullable Instant countedAt) implements Page {

  @Override
  public String template() {
    return "dashboard/jobs";
  }
}
