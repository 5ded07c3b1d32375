package dev.sluice.dashboard.pages;

import dev.sluice.dashboard.web.Page;
import java.util.List;

/**
 * What one wants to know first.
 *
 * @param failed executions of the last week that ended badly and that no newer one of the same
 *     instance has taken up, newest first
 * @param running those that run, newest first, without the jobs that run all the time
 */
public record OverviewView(List<ExecutionRow> failed, List<ExecutionRow> running) implements Page {

  @Override
  public String template() {
    return "dashboard/overview";
  }
}
