package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.history.Cursor;
import dev.sluice.dashboard.history.ExecutionFilter;
import dev.sluice.dashboard.history.ExecutionPage;
import dev.sluice.dashboard.history.History;
import dev.sluice.dashboard.pages.ExecutionRow;
import dev.sluice.dashboard.reader.Reader;
import dev.sluice.dashboard.web.Links;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
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
  private final Set<String> hidden;
  private final Links links;
  private final Clock clock;

  public ExecutionsController(History history, Set<String> hidden, Links links, Clock clock) {
    this.history = history;
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
    return new ExecutionsView(
        page.lines().stream().map(line -> ExecutionRow.of(line, now)).toList(),
        input,
        input.jobs().isEmpty() && !input.showsNoise() ? hidden : Set.of(),
        history.jobs().names(),
        next == null ? null : links.executions() + input.query(next),
        page.searched() && next != null ? history.executions().createdAt(next) : null);
  }
}
