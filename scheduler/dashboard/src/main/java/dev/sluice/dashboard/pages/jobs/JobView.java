package dev.sluice.dashboard.pages.jobs;

import dev.sluice.dashboard.action.ParameterType;
import dev.sluice.dashboard.audit.AuditEntry;
import dev.sluice.dashboard.estimate.Usual;
import dev.sluice.dashboard.history.Parameter;
import dev.sluice.dashboard.pages.ExecutionRow;
import dev.sluice.dashboard.pages.executions.StartInput;
import dev.sluice.dashboard.web.Page;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A job with its history.
 *
 * @param executions its newest, newest first
 * @param next address of the older ones; null where there are none
 * @param usual how long those that completed took; null where none did
 * @param startable whether it can be started here
 * @param suggested parameters to start with: the application's, or those of its newest execution
 * @param suggestedByRules whether they are the application's
 * @param refused a start that was refused right now; null where none was
 * @param audit what was done to it, newest first
 */
public record JobView(
    String name,
    List<ExecutionRow> executions,
    @Nullable String next,
    @Nullable Usual usual,
    boolean startable,
    List<Parameter> suggested,
    boolean suggestedByRules,
    @Nullable StartRefused refused,
    List<AuditEntry> audit)
    implements Page {

  /** What the form that starts it begins with, and an empty one for another parameter. */
  public List<StartInput.ParameterInput> fields() {
    return Stream.concat(
            refused == null
                ? suggested.stream().map(JobView::field)
                : Stream.ofNullable(refused.input().parameters()).flatMap(List::stream),
            Stream.of(new StartInput.ParameterInput(null, null, null, true)))
        .toList();
  }

  private static StartInput.ParameterInput field(Parameter one) {
    return new StartInput.ParameterInput(
        one.name(),
        ParameterType.find(one.type()).map(ParameterType::name).orElse(one.type()),
        one.value(),
        one.identifying());
  }

  /** The text about where the fields come from. */
  public String hint() {
    if (suggestedByRules) {
      return "start.hint.rules";
    }
    return suggested.isEmpty() ? "start.hint.none" : "start.hint.last";
  }

  /** The types that a parameter may have. */
  public List<String> types() {
    return ParameterType.ALL.stream().map(ParameterType::name).toList();
  }

  @Override
  public String template() {
    return "dashboard/job";
  }

  @Override
  public boolean changes() {
    return refused == null && executions.stream().anyMatch(one -> one.status().isRunning());
  }
}
