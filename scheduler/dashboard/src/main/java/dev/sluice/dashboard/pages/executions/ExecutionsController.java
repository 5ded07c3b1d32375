package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.action.Starts;
import dev.sluice.dashboard.history.Cursor;
import dev.sluice.dashboard.history.ExecutionFilter;
import dev.sluice.dashboard.history.ExecutionPage;
import dev.sluice.dashboard.history.History;
import dev.sluice.dashboard.pages.ExecutionRow;
import dev.sluice.dashboard.reader.Reader;
import dev.sluice.dashboard.web.Links;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;

/** The list of executions. */
@Controller
@RequestMapping("${dashboard.path:/dashboard}/executions")
public final class ExecutionsController {

  private static final int SIZE = 50;

  private final History history;
  private final Starts starts;
  private final Set<String> hidden;
  private final Links links;
  private final Clock clock;

  public ExecutionsController(
      History history, Starts starts, Set<String> hidden, Links links, Clock clock) {
    this.history = history;
    this.starts = starts;
    this.hidden = new TreeSet<>(hidden);
    this.links = links;
    this.clock = clock;
  }

  @GetMapping
  ExecutionsView list(@ModelAttribute FilterInput input, Reader reader) {
    Instant now = clock.instant();
    ExecutionFilter filter = input.filter(hidden, reader.zone(), now);
    ExecutionPage page = history.executions().list(filter, input.place(), SIZE);
    Cursor next = page.next();
    Set<String> left = input.jobs().isEmpty() && !input.showsNoise() ? hidden : Set.of();
    return new ExecutionsView(
        page.lines().stream().map(line -> ExecutionRow.of(line, now)).toList(),
        input,
        left,
        jobs(),
        left.isEmpty() ? null : links.executions() + input.withNoise().query(null),
        next == null ? null : links.executions() + input.query(next),
        page.searched() && next != null ? history.executions().createdAt(next) : null);
  }

  /** Those that ever ran, and those that never did. */
  private List<String> jobs() {
    return Stream.concat(history.jobs().names().stream(), starts.known().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
