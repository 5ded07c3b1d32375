package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.dashboard.audit.AuditEntry;
import dev.sluice.dashboard.estimate.Estimate;
import dev.sluice.dashboard.estimate.Usual;
import dev.sluice.dashboard.pages.ExecutionRow;
import dev.sluice.dashboard.web.Page;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An execution with its steps.
 *
 * @param steps in the order in which they began
 * @param moreSteps whether there are more than are shown
 * @param siblings other executions of the same instance, newest first
 * @param usual how long the job usually takes; null where it never completed
 * @param estimate how far it is by time; null where it does not run or never completed
 * @param possible what its state allows
 * @param audit what was done to it, newest first
 */
public record ExecutionView(
    ExecutionRow execution,
    List<StepRow> steps,
    boolean moreSteps,
    List<ExecutionRow> siblings,
    @Nullable Usual usual,
    @Nullable Estimate estimate,
    Set<ActionKind> possible,
    List<AuditEntry> audit)
    implements Page {

  @Override
  public String template() {
    return "dashboard/execution";
  }

  @Override
  public boolean changes() {
    return execution.status().isRunning();
  }
}
