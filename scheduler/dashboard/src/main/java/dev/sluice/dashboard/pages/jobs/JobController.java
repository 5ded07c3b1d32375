package dev.sluice.dashboard.pages.jobs;

import dev.sluice.dashboard.action.Actions;
import dev.sluice.dashboard.estimate.Usual;
import dev.sluice.dashboard.history.Cursor;
import dev.sluice.dashboard.history.ExecutionFilter;
import dev.sluice.dashboard.history.ExecutionLine;
import dev.sluice.dashboard.history.ExecutionPage;
import dev.sluice.dashboard.history.History;
import dev.sluice.dashboard.history.Parameter;
import dev.sluice.dashboard.pages.ExecutionRow;
import dev.sluice.dashboard.pages.QueryText;
import dev.sluice.dashboard.web.Links;
import dev.sluice.dashboard.web.NoSuchPageException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** One job. */
@Controller
@RequestMapping("${dashboard.path:/dashboard}/jobs/{job}")
public final class JobController {

  private static final int SIZE = 50;
  private static final int AUDIT_MAX = 10;

  private final History history;
  private final Actions actions;
  private final Links links;
  private final Clock clock;

  public JobController(History history, Actions actions, Links links, Clock clock) {
    this.history = history;
    this.actions = actions;
    this.links = links;
    this.clock = clock;
  }

  @GetMapping
  JobView job(@PathVariable String job) {
    boolean startable = actions.starts().startable().contains(job);
    ExecutionPage page =
        history.executions().list(ExecutionFilter.ALL.ofJobs(Set.of(job)), null, SIZE);
    List<ExecutionLine> lines = page.lines();
    if (lines.isEmpty()
        && !actions.starts().known().contains(job)
        && !history.jobs().names().contains(job)) {
      throw new NoSuchPageException("job " + job);
    }
    Instant now = clock.instant();
    List<ExecutionLine> completed =
        lines.stream().filter(line -> line.status() == BatchStatus.COMPLETED).toList();
    return new JobView(
        job,
        lines.stream().map(line -> ExecutionRow.of(line, now)).toList(),
        next(job, page.next()),
        Usual.of(History.durations(completed)).orElse(null),
        startable,
        lines.isEmpty() ? List.<Parameter>of() : lines.getFirst().parameters(),
        actions.audit().list(job, null, Long.MAX_VALUE, AUDIT_MAX));
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
