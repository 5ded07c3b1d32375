package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.action.Launch;
import dev.sluice.dashboard.history.ExecutionLine;
import dev.sluice.dashboard.history.History;
import dev.sluice.dashboard.pages.ExecutionRow;
import dev.sluice.dashboard.web.Links;
import dev.sluice.dashboard.web.NoSuchPageException;
import dev.sluice.dashboard.web.Prefer;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Answers with what was begun: 202 with its address; with {@code Prefer: wait}, 200 when it has
 * ended.
 */
public final class Begun {

  private final History history;
  private final Links links;
  private final Clock clock;
  private final Duration waitMax;

  /**
   * Answers with these.
   *
   * @param waitMax how long a client may wait for an end
   */
  public Begun(History history, Links links, Clock clock, Duration waitMax) {
    this.history = history;
    this.links = links;
    this.clock = clock;
    this.waitMax = waitMax;
  }

  /** The answer, after as much waiting as is preferred. */
  public ActedView answer(Launch launch, @Nullable String prefer, HttpServletResponse response)
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

  /** An execution that something was done to. */
  ActedView acted(long id) {
    ExecutionLine line =
        history.executions().find(id).orElseThrow(() -> new NoSuchPageException("execution " + id));
    return new ActedView(ExecutionRow.of(line, clock.instant()), links.execution(id));
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
}
