package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.pages.ExecutionRow;
import dev.sluice.dashboard.web.Page;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list of executions, newest first.
 *
 * @param filter what was asked for
 * @param hidden jobs that are left out because they run all the time
 * @param jobs all there are, to choose from
 * @param everything address of the same with the jobs that are left out; null where none is
 * @param next address of the older ones; null where there are none
 * @param searchedTo how far back the search went before it had looked at enough; null where the
 *     page is full or nothing older is there
 */
public record ExecutionsView(
    List<ExecutionRow> executions,
    FilterInput filter,
    Set<String> hidden,
    List<String> jobs,
    @Nullable String everything,
    @Nullable String next,
    @Nullable Instant searchedTo)
    implements Page {

  @Override
  public String template() {
    return "dashboard/executions";
  }

  @Override
  public boolean changes() {
    return executions.stream().anyMatch(one -> one.status().isRunning());
  }
}
