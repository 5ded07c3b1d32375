package dev.sluice.bench.http;

import dev.sluice.bench.Await;
import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Target;
import dev.sluice.bench.http.load.ClosedLoop;
import dev.sluice.bench.http.load.Crowd;
import dev.sluice.bench.http.load.Orders;
import dev.sluice.bench.http.load.Tally;
import dev.sluice.contract.journal.JournalElement;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * Ten thousand customers who wait at once for one intake with its shipped settings: 5,000 poll and
 * 5,000 listen. Nothing is drained while they come; then the scheduler is started, and all have to
 * be told.
 *
 * <p>This process and the intake hold a file descriptor for each of them: {@code ulimit -n} has to
 * be above 12,000.
 */
final class WaitingExperiment implements Experiment {

  private static final int SHARD = 903;
  private static final int CROWD = 10_000;

  /** With 512 MiB, and with 1 GiB, the intake ends for want of memory before all have come. */
  private static final String HEAP_MAX = "-Xmx2g";

  private static final int CONNECTIONS = 128;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int DIGITS = 3;
  private static final String MILLIS = "ms";
  private static final String MEBIBYTES = "MiB";

  private static final String DROPPED = "of 10,000 who wait at once, dropped";
  private static final String POLLS = "outcome readable to poll answered";
  private static final String EVENTS = "outcome readable to event received";
  private static final String REPEATED = "polls that were repeated after 30 s";
  private static final String MEMORY = "the intake's memory";
  private static final String HEAP = "the intake's live heap";

  @Override
  public String name() {
    return "waiting";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws Exception {
    var notebook = new Notebook();
    try (Site site = Site.open(setup, SHARD, List.of(HEAP_MAX))) {
      var run = new Run(site, notebook);
      run.warmUp();
      for (int round = 0; round < setup.rounds(); round++) {
        run.measure();
      }
    }
    var findings = new ArrayList<Finding>();
    findings.add(Finding.figure("13", DROPPED, Target.atMost(0), notebook.of(DROPPED)));
    notebook.arms().stream()
        .filter(arm -> !arm.equals(DROPPED))
        .forEach(arm -> findings.add(notebook.reported("13", arm)));
    return findings;
  }

  private static final class Run {

    private final Site site;
    private final Notebook notebook;
    private final Posts posts;

    Run(Site site, Notebook notebook) {
      this.site = site;
      this.notebook = notebook;
      posts = new Posts(site);
    }

    void warmUp() throws SQLException, IOException, InterruptedException {
      posts.warmUp(Posts.RESERVATIONS);
    }

    void measure() throws Exception {
      Orders orders = posts.orders(posts.session(), Posts.RESERVATIONS);
      RunCheck runCheck = RunCheck.before(site);
      site.stopScheduler();
      Tally tally = site.run(ClosedLoop.times(CROWD, orders::submit), CONNECTIONS).tally();
      tally.requireAllAccepted();
      noteMemory("nobody waiting");

      var crowd = new Crowd(orders, CROWD);
      List<Follower.Received> slices;
      try (Follower follower = site.follow()) {
        CompletableFuture<Void> told = gather(crowd);
        noteMemory("10,000 waiting");
        site.startScheduler();
        awaitAll(crowd, told);
        site.awaitDrained();
        slices = follower.end();
      }
      note(crowd, orders, slices);
      runCheck.check(orders.session(), tally.accepted().mapToObj(orders::request));
    }

    private CompletableFuture<Void> gather(Crowd crowd) throws IOException, InterruptedException {
      var told = new CompletableFuture<Void>();
      Thread.ofPlatform()
          .daemon()
          .name("crowd")
          .start(
              () -> {
                try {
                  site.run(crowd, CROWD);
                  told.complete(null);
                } catch (IOException | RuntimeException e) {
                  told.completeExceptionally(e);
                }
              });
      Await.until(
          () -> site.waitingCount() >= CROWD || told.isDone(),
          PATIENCE,
          Duration.ofMillis(100),
          () -> "%d were sent, but not all of them wait".formatted(crowd.sentCount()));
      return told;
    }

    private static void awaitAll(Crowd crowd, CompletableFuture<Void> told)
        throws InterruptedException, ExecutionException {
      try {
        told.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new IllegalStateException(
            "%d were told, %d dropped, the others still wait"
                .formatted(crowd.answeredCount(), crowd.droppedCount()),
            e);
      }
    }

    private void note(Crowd crowd, Orders orders, List<Follower.Received> slices) {
      var polls = new Histogram(DIGITS);
      var events = new Histogram(DIGITS);
      for (Follower.Received received : slices) {
        for (JournalElement element : received.slice().elements()) {
          if (element instanceof JournalElement.Decided it
              && it.request().session().equals(orders.session())) {
            long number = Orders.number(it.request().id());
            long micros = Math.max(0, crowd.answeredAt(number) - received.at()) / 1_000;
            (Crowd.listens(number) ? events : polls).recordValue(micros);
          }
        }
      }
      note(DROPPED, "", crowd.droppedCount());
      if (crowd.droppedCount() > 0) {
        site.setup().tell("the first: " + crowd.firstDrop());
      }
      note(POLLS, polls);
      note(EVENTS, events);
      note(REPEATED, "", crowd.repeatedCount());
    }

    private void noteMemory(String when) throws IOException, InterruptedException {
      note(HEAP + ", " + when, MEBIBYTES, Heap.live(site.intakePid()));
      note(
          MEMORY + ", " + when,
          MEBIBYTES,
          site.setup().processes().memory().getOrDefault("intake-api", 0.0));
    }

    private void note(String arm, Histogram micros) {
      for (int percentile : List.of(50, 99, 100)) {
        note(arm + ", p" + percentile, MILLIS, micros.getValueAtPercentile(percentile) / 1e3);
      }
    }

    private void note(String arm, String unit, double value) {
      notebook.note(arm, unit, value);
      site.setup().tell("%s: %.1f %s".formatted(arm, value, unit));
    }
  }
}
