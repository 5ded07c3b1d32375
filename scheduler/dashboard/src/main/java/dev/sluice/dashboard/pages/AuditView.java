package dev.sluice.dashboard.pages;

import dev.sluice.dashboard.audit.AuditEntry;
import dev.sluice.dashboard.web.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people did, newest first.
 *
 * @param target only about this job or trigger, null for all
 * @param next address of the older ones; null where there are none
 */
public record AuditView(List<AuditEntry> actions, @Nullable String target, @Nullable String next)
    implements Page {

  @Override
  public String template() {
    return "dashboard/audit";
  }
}
