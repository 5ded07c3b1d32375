package dev.sluice.dashboard.pages.jobs;

import dev.sluice.dashboard.action.Actions;
import dev.sluice.dashboard.action.GivenParameter;
import dev.sluice.dashboard.action.Launch;
import dev.sluice.dashboard.audit.By;
import dev.sluice.dashboard.audit.Refusal;
import dev.sluice.dashboard.audit.RefusedException;
import dev.sluice.dashboard.estimate.Usual;
import dev.sluice.dashboard.history.Cursor;
import dev.sluice.dashboard.history.ExecutionFilter;
import dev.sluice.dashboard.history.ExecutionLine;
import dev.sluice.dashboard.history.ExecutionPage;
import dev.sluice.dashboard.history.History;
import dev.sluice.dashboard.history.Parameter;
import dev.sluice.dashboard.pages.ExecutionRow;
import dev.sluice.dashboard.pages.QueryText;
import dev.sluice.dashboard.pages.executions.Begun;
import dev.sluice.dashboard.pages.executions.StartInput;
import dev.sluice.dashboard.pages.executions.WhyInput;
import dev.sluice.dashboard.web.Links;
import dev.sluice.dashboard.web.NoSuchPageException;
import dev.sluice.dashboard.web.Operator;
import dev.sluice.dashboard.web.Page;
import dev.sluice.dashboard.web.PageReturn;
import dev.sluice.dashboard.web.Problems;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

/** One job, and its start, from a form or from a program. */
@Controller
@RequestMapping("${dashboard.path:/dashboard}/jobs/{job}")
public final class JobController {

  private static final int SIZE = 50;
  private static final int AUDIT_MAX = 10;

  private final History history;
  private final Actions actions;
  private final Begun begun;
  private final Links links;
  private final Clock clock;

  public JobController(History history, Actions actions, Begun begun, Links links, Clock clock) {
    this.history = history;
    this.actions = actions;
    this.begun = begun;
    this.links = links;
    this.clock = clock;
  }

  @GetMapping
  JobView job(@PathVariable String job) {
    return view(job, null);
  }

  /** Who filled in a form that is refused has it again, with the reason. */
  @PostMapping("/executions")
  Page start(
      @PathVariable String job,
      StartInput input,
      @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      Operator operator,
      HttpServletResponse response)
      throws InterruptedException {
    By by = WhyInput.by(operator, input.why());
    Launch launch;
    try {
      launch = actions.starts().start(job, input.given(), by);
    } catch (RefusedException e) {
      if (!PageReturn.wantsHtml(accept) || e.refusal() == Refusal.NO_SUCH_JOB) {
        throw e;
      }
      response.setStatus(Problems.status(e.refusal()).value());
      return view(job, new StartRefused(String.valueOf(e.getMessage()), e.execution(), input));
    }
    return begun.answer(launch, prefer, response);
  }

  private JobView view(String job, @Nullable StartRefused refused) {
    boolean startable = actions.starts().startable().contains(job);
    ExecutionPage page =
        history.executions().list(ExecutionFilter.ALL.ofJobs(Set.of(job)), null, SIZE);
    List<ExecutionLine> lines = page.lines();
    if (lines.isEmpty()
        && !actions.starts().known().contains(job)
        && !history.jobs().names().contains(job)) {
      throw new NoSuchPageException("job " + job);
    }
    List<Parameter> suggested = actions.suggested(job).stream().map(JobController::shown).toList();
    Instant now = clock.instant();
    List<ExecutionLine> completed =
        lines.stream().filter(line -> line.status() == BatchStatus.COMPLETED).toList();
    return new JobView(
        job,
        lines.stream().map(line -> ExecutionRow.of(line, now)).toList(),
        next(job, page.next()),
        Usual.of(History.durations(completed)).orElse(null),
        startable,
        suggested.isEmpty() && !lines.isEmpty() ? lines.getFirst().parameters() : suggested,
        !suggested.isEmpty(),
        refused,
        actions.audit().list(job, null, Long.MAX_VALUE, AUDIT_MAX));
  }

  private static Parameter shown(GivenParameter one) {
    return new Parameter(one.name(), one.type(), one.value(), one.identifying());
  }

  private @Nullable String next(String job, @Nullable Cursor place) {
    if (place == null) {
      return null;
    }
    var query = new QueryText();
    query.add("job", job);
    query.add("before", place.toString());
    return links.executions() + query;
  }
}
