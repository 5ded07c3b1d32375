package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.action.Actions;
import dev.sluice.dashboard.action.Launch;
import dev.sluice.dashboard.audit.By;
import dev.sluice.dashboard.history.ExecutionLine;
import dev.sluice.dashboard.history.History;
import dev.sluice.dashboard.pages.ExecutionRow;
import dev.sluice.dashboard.web.Links;
import dev.sluice.dashboard.web.NoSuchPageException;
import dev.sluice.dashboard.web.Operator;
import dev.sluice.dashboard.web.Prefer;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * What is done to jobs and executions, from forms and from programs. What is begun answers 202 with
 * its address; with {@code Prefer: wait}, 200 when it has ended.
 */
@Controller
@RequestMapping("${dashboard.path:/dashboard}")
public final class ActionController {

  private final History history;
  private final Actions actions;
  private final Links links;
  private final Clock clock;
  private final Duration waitMax;

  /**
   * Answers with these.
   *
   * @param waitMax how long a client may wait for an end
   */
  public ActionController(
      History history, Actions actions, Links links, Clock clock, Duration waitMax) {
    this.history = history;
    this.actions = actions;
    this.links = links;
    this.clock = clock;
    this.waitMax = waitMax;
  }

  @PostMapping("/jobs/{job}/executions")
  ActedView start(
      @PathVariable String job,
      StartInput input,
      @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
      Operator operator,
      HttpServletResponse response)
      throws InterruptedException {
    By by = WhyInput.by(operator, input.why());
    return begun(actions.starts().start(job, input.given(), by), prefer, response);
  }

  @PostMapping("/executions/{id}/restart")
  ActedView restart(
      @PathVariable long id,
      WhyInput input,
      @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
      Operator operator,
      HttpServletResponse response)
      throws InterruptedException {
    return begun(actions.executions().restart(id, input.by(operator)), prefer, response);
  }

  @PostMapping("/executions/{id}/stop")
  ActedView stop(
      @PathVariable long id, WhyInput input, Operator operator, HttpServletResponse response) {
    actions.executions().stop(id, input.by(operator));
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
    return acted(id);
  }

  @PostMapping("/executions/{id}/abandon")
  ActedView abandon(@PathVariable long id, WhyInput input, Operator operator) {
    actions.executions().abandon(id, input.by(operator));
    return acted(id);
  }

  @PostMapping("/executions/{id}/recover")
  ActedView recover(@PathVariable long id, WhyInput input, Operator operator) {
    actions.executions().recover(id, input.by(operator));
    return acted(id);
  }

  private ActedView begun(Launch launch, @Nullable String prefer, HttpServletResponse response)
      throws InterruptedException {
    Duration wait = Prefer.wait(prefer, waitMax);
    boolean ended = hasEnded(launch, wait);
    if (!wait.isZero()) {
      response.setHeader("Preference-Applied", "wait=" + wait.toSeconds());
    }
    response.setHeader(HttpHeaders.LOCATION, links.execution(launch.execution()));
    response.setStatus(ended ? HttpServletResponse.SC_OK : HttpServletResponse.SC_ACCEPTED);
    return acted(launch.execution());
  }

  private static boolean hasEnded(Launch launch, Duration wait) throws InterruptedException {
    try {
      launch.end().get(wait.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private ActedView acted(long id) {
    ExecutionLine line =
        history.executions().find(id).orElseThrow(() -> new NoSuchPageException("execution " + id));
    return new ActedView(ExecutionRow.of(line, clock.instant()), links.execution(id));
  }
}
