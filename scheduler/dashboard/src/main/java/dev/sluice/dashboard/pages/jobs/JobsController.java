package dev.sluice.dashboard.pages.jobs;

import dev.sluice.dashboard.action.Starts;
import dev.sluice.dashboard.history.ExecutionLine;
import dev.sluice.dashboard.history.History;
import dev.sluice.dashboard.history.JobLine;
import dev.sluice.dashboard.pages.ExecutionRow;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The list of jobs: those that ever ran, and those of this application. */
@Controller
@RequestMapping("${dashboard.path:/dashboard}/jobs")
public final class JobsController {

  /** An hour has a row for each status; the last ones may have many. */
  private static final int HOUR_ROWS = 48;

  private static final int HOURS = 24;

  private final History history;
  private final Starts starts;
  private final Set<String> hidden;
  private final Clock clock;

  public JobsController(History history, Starts starts, Set<String> hidden, Clock clock) {
    this.history = history;
    this.starts = starts;
    this.hidden = Set.copyOf(hidden);
    this.clock = clock;
  }

  @GetMapping
  JobsView list() {
    Instant now = clock.instant();
    Set<String> startable = starts.startable();
    List<JobLine> ran = history.jobs().list(now);
    List<String> names = ran.stream().map(JobLine::name).toList();
    Stream<JobLine> neverRan =
        starts.known().stream()
            .filter(name -> !names.contains(name))
            .map(name -> new JobLine(name, null, Map.of()));
    return new JobsView(
        Stream.concat(ran.stream(), neverRan)
            .sorted(Comparator.comparing(JobLine::name))
            .map(line -> row(line, startable, now))
            .toList(),
        history.counts().lookedAt().orElse(null));
  }

  private JobRow row(JobLine line, Set<String> startable, Instant now) {
    ExecutionLine last = line.last();
    List<HourBar> hours = HourBar.of(history.counts().newest(line.name(), HOUR_ROWS));
    return new JobRow(
        line.name(),
        last == null ? null : ExecutionRow.of(last, now),
        hours.subList(Math.max(0, hours.size() - HOURS), hours.size()),
        line.day(),
        startable.contains(line.name()),
        hidden.contains(line.name()));
  }
}
