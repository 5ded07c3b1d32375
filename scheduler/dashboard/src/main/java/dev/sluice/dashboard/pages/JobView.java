package dev.sluice.dashboard.pages;

import dev.sluice.dashboard.audit.AuditEntry;
import dev.sluice.dashboard.history.Parameter;
import dev.sluice.dashboard.history.Usual;
import dev.sluice.dashboard.web.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job with its history.
 *
 * @param executions its newest, newest first
 * @param next address of the older ones; null where there are none
 * @param usual how long those that completed took; null where none did
 * @param startable whether it can be started here
 * @param suggested parameters of its newest execution, to start with
 * @param audit what was done to it, newest first
 */
public record JobView(
    String name,
    List<ExecutionRow> executions,
    @Nullable String next,
    @Nullable Usual usual,
    boolean startable,
    List<Parameter> suggested,
    List<AuditEntry> audit)
    implements Page {

  @Override
  public String template() {
    return "dashboard/job";
  }
}
