package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.pages.ExecutionRow;
import dev.sluice.dashboard.web.Page;

/**
 * An execution that something was done to, or that was begun.
 *
 * @param address where it is seen
 */
public record ActedView(ExecutionRow execution, String address) implements Page {

  @Override
  public String template() {
    return "dashboard/execution";
  }

  @Override
  public String redirect() {
    return address;
  }
}
