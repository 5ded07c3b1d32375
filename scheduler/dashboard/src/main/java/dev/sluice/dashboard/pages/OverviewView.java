package dev.sluice.dashboard.pages;

import dev.sluice.dashboard.web.Page;
import java.util.List;
import java.util.SortedMap;
import org.springframework.batch.core.BatchStatus;

/**
 * What one wants to know first.
 *
 * @param problems of the application, beside its jobs
 * @param failed executions of the last week that ended badly and that no newer one of the same
 *     instance has taken up, newest first, without the jobs that run all the time
 * @param hiddenFailures what ended badly of those jobs in the last 24 full hours
 * @param running those that run, newest first, without the jobs that run all the time
 * @param busy how many executions of each of those jobs run, by job; without those that have none
 */
public record OverviewView(
    List<ApplicationProblem> problems,
    List<ExecutionRow> failed,
    List<Failures> hiddenFailures,
    List<ExecutionRow> running,
    SortedMap<String, Long> busy)
    implements Page {

  @Override
  public String template() {
    return "dashboard/overview";
  }

  @Override
  public boolean changes() {
    return true;
  }

  /** How often a job ended in this way. */
  public record Failures(String job, BatchStatus status, long executions) {}
}
