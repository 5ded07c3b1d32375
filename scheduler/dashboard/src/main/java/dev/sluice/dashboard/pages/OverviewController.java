package dev.sluice.dashboard.pages;

import dev.sluice.dashboard.history.ExecutionFilter;
import dev.sluice.dashboard.history.ExecutionLine;
import dev.sluice.dashboard.history.History;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.batch.core.BatchStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The first page: problems first. */
@Controller
@RequestMapping("${dashboard.path:/dashboard}")
public final class OverviewController {

  private static final int SIZE = 50;
  private static final int BUSY_MAX = 500;
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration DAY = Duration.ofHours(24);
  private static final Set<BatchStatus> FAILED = Set.of(BatchStatus.FAILED, BatchStatus.UNKNOWN);
  private static final Set<BatchStatus> RUNNING =
      Set.of(BatchStatus.STARTING, BatchStatus.STARTED, BatchStatus.STOPPING);

  private final History history;
  private final Set<String> hidden;
  private final Clock clock;
  private final List<ApplicationProblems> others;

  /** An overview of these executions, and of what the application has beside them. */
  public OverviewController(
      History history, List<ApplicationProblems> others, Set<String> hidden, Clock clock) {
    this.history = history;
    this.others = others;
    this.hidden = Set.copyOf(hidden);
    this.clock = clock;
  }

  @GetMapping
  OverviewView overview() {
    Instant now = clock.instant();
    ExecutionFilter failed =
        ExecutionFilter.ALL.without(hidden).in(FAILED).between(now.minus(WEEK), null);
    return new OverviewView(
        others.stream().map(ApplicationProblems::list).flatMap(List::stream).toList(),
        rows(
            history.executions().list(failed, null, SIZE).lines().stream()
                .filter(line -> history.executions().isNewest(line))
                .toList(),
            now),
        hiddenFailures(now),
        rows(
            history
                .executions()
                .list(ExecutionFilter.ALL.without(hidden).in(RUNNING), null, SIZE)
                .lines(),
            now),
        busy());
  }

  /** As many as a page has, of all of them together: there is one for each of their threads. */
  private SortedMap<String, Long> busy() {
    return hidden.isEmpty()
        ? new TreeMap<>()
        : history
            .executions()
            .list(ExecutionFilter.ALL.ofJobs(hidden).in(RUNNING), null, BUSY_MAX)
            .lines()
            .stream()
            .collect(
                Collectors.groupingBy(ExecutionLine::job, TreeMap::new, Collectors.counting()));
  }

  /** One line for each job: a job that runs all the time may fail all the time. */
  private List<OverviewView.Failures> hiddenFailures(Instant now) {
    return history.counts().since(now.minus(DAY)).stream()
        .filter(count -> hidden.contains(count.job()) && FAILED.contains(count.status()))
        .map(
            count ->
                new OverviewView.Failures(count.job(), count.status(), count.count().executions()))
        .toList();
  }

  private static List<ExecutionRow> rows(List<ExecutionLine> lines, Instant now) {
    return lines.stream().map(line -> ExecutionRow.of(line, now)).toList();
  }
}
