package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.action.Actions;
import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.dashboard.estimate.Estimate;
import dev.sluice.dashboard.estimate.Usual;
import dev.sluice.dashboard.history.ExecutionLine;
import dev.sluice.dashboard.history.History;
import dev.sluice.dashboard.history.StepLine;
import dev.sluice.dashboard.pages.ExecutionRow;
import dev.sluice.dashboard.web.NoSuchPageException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** One execution. */
@Controller
@RequestMapping("${dashboard.path:/dashboard}/executions/{id}")
public final class ExecutionController {

  private static final int STEPS_MAX = 200;
  private static final int SIBLINGS_MAX = 20;
  private static final int AUDIT_MAX = 20;
  private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

  private final History history;
  private final Actions actions;
  private final Clock clock;

  public ExecutionController(History history, Actions actions, Clock clock) {
    this.history = history;
    this.actions = actions;
    this.clock = clock;
  }

  @GetMapping
  ExecutionView execution(@PathVariable long id) {
    ExecutionLine line =
        history.executions().find(id).orElseThrow(() -> new NoSuchPageException("execution " + id));
    Instant now = clock.instant();
    List<ExecutionLine> former = history.formerRuns(line.job());
    List<StepLine> steps = history.steps().of(id, 0, STEPS_MAX + 1);
    List<Duration> durations = History.durations(former);
    return new ExecutionView(
        ExecutionRow.of(line, now),
        steps.stream().limit(STEPS_MAX).map(step -> row(step, former, now)).toList(),
        steps.size() > STEPS_MAX,
        history.executions().ofInstance(line.instanceId(), SIBLINGS_MAX).stream()
            .filter(other -> other.id() != id)
            .map(other -> ExecutionRow.of(other, now))
            .toList(),
        Usual.of(durations).orElse(null),
        line.status().isRunning()
            ? Estimate.byTime(line.started(), durations, now).orElse(null)
            : null,
        possible(line).stream()
            .filter(kind -> actions.allows(kind, line.job()))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(ActionKind.class))),
        actions.audit().list(null, id, Long.MAX_VALUE, AUDIT_MAX));
  }

  /** The whole exit message. */
  @GetMapping("/message")
  ResponseEntity<String> message(@PathVariable long id) {
    return text(
        history.executions().message(id).orElseThrow(() -> new NoSuchPageException("message")));
  }

  /** The whole exit message of a step. */
  @GetMapping("/steps/{step}/message")
  ResponseEntity<String> message(@PathVariable long id, @PathVariable long step) {
    return text(
        history.steps().message(id, step).orElseThrow(() -> new NoSuchPageException("message")));
  }

  private StepRow row(StepLine step, List<ExecutionLine> former, Instant now) {
    List<StepLine> runs =
        step.status().isRunning()
            ? history.steps().named(step.name(), former.stream().map(ExecutionLine::id).toList())
            : List.of();
    return StepRow.of(step, runs, now);
  }

  /** What its state allows. */
  static Set<ActionKind> possible(ExecutionLine line) {
    return switch (line.status()) {
      case STARTING, STARTED -> Set.of(ActionKind.STOP, ActionKind.RECOVER);
      case STOPPING -> Set.of(ActionKind.RECOVER);
      case STOPPED, FAILED -> Set.of(ActionKind.RESTART, ActionKind.ABANDON);
      case UNKNOWN -> Set.of(ActionKind.RECOVER, ActionKind.ABANDON);
      case COMPLETED, ABANDONED -> Set.of();
    };
  }

  private static ResponseEntity<String> text(String message) {
    return ResponseEntity.ok()
        .contentType(TEXT)
        .header("Content-Disposition", "inline")
        .header("X-Content-Type-Options", "nosniff")
        .body(message);
  }
}
