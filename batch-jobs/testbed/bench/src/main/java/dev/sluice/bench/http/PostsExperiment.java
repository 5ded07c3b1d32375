package dev.sluice.bench.http;

import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Target;
import dev.sluice.bench.http.load.Orders;
import dev.sluice.bench.http.load.Tally;
import dev.sluice.bench.world.BenchSession;
import dev.sluice.contract.request.Request;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What taking a request in costs beside answering at all: {@code POST …/reservations} against an
 * endpoint of the same process, behind the same security, that does nothing. Once with the drain
 * running, as ever, and once without.
 */
final class PostsExperiment implements Experiment {

  private static final int SHARD = 900;
  private static final Duration LENGTH = Duration.ofSeconds(6);

  private static final String POST = "POST accepted";
  private static final String NOTHING = "202 for nothing";
  private static final String POST_ALONE = "POST accepted, drain stopped";
  private static final String NOTHING_ALONE = "202 for nothing, drain stopped";
  private static final String PER_SECOND = "/s";
  private static final String GRANTED = "POST: share granted, the others rejected";

  @Override
  public String name() {
    return "posts";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws Exception {
    var notebook = new Notebook();
    try (Site site = Site.open(setup, SHARD)) {
      var run = new Run(site, new Posts(site), notebook);
      run.warmUp();
      for (int round = 0; round < setup.rounds(); round++) {
        run.inTurns(round, run::posts, run::nothing);
      }
      run.memory();
      run.withoutDrain();
    }
    return findings(notebook);
  }

  private static List<Finding> findings(Notebook notebook) {
    var findings = new ArrayList<Finding>();
    findings.add(
        Finding.ratio(
            "6",
            "POST accepted ÷ an endpoint that does nothing",
            Target.atLeast(0.7),
            notebook.of(POST),
            notebook.of(NOTHING)));
    findings.add(
        Finding.ratio(
            "6",
            "the same while nothing is drained",
            Target.NONE,
            notebook.of(POST_ALONE),
            notebook.of(NOTHING_ALONE)));
    findings.add(
        Finding.ratio(
            "6",
            "the intake's processor time, nothing ÷ POST",
            Target.NONE,
            notebook.of("nothing: processor time of intake-api for 10,000"),
            notebook.of("POST: processor time of intake-api for 10,000")));
    notebook.arms().stream()
        .filter(arm -> arm.contains("processor time") && !arm.startsWith("nothing"))
        .forEach(arm -> findings.add(notebook.reported("6", arm)));
    findings.add(notebook.reported("6", GRANTED));
    findings.add(notebook.reported("6", "memory of intake-api after posts"));
    return findings;
  }

  /** An arm of a round. */
  @FunctionalInterface
  private interface Arm {
    void run() throws Exception;
  }

  private static final class Run {

    private final Site site;
    private final Posts posts;
    private final Notebook notebook;
    private int postConnections;
    private int nothingConnections;

    Run(Site site, Posts posts, Notebook notebook) {
      this.site = site;
      this.posts = posts;
      this.notebook = notebook;
    }

    void warmUp() throws SQLException, IOException, InterruptedException {
      postConnections = posts.warmUp(Posts.RESERVATIONS);
      nothingConnections = posts.warmUp(Posts.NOTHING);
    }

    /** The one that begins changes, so that neither always finds what the other left. */
    void inTurns(int round, Arm one, Arm other) throws Exception {
      Arm first = round % 2 == 0 ? one : other;
      first.run();
      (first == one ? other : one).run();
    }

    void posts() throws SQLException, IOException, InterruptedException {
      Orders orders = posts.orders(posts.session(), Posts.RESERVATIONS);
      RunCheck runCheck = RunCheck.before(site);
      ProcessorTime processorTime = ProcessorTime.since(site.setup());
      Tally tally = posts.send(orders, postConnections, LENGTH);
      note(POST, tally);
      site.awaitDrained();
      processorTime.note(notebook, "POST", tally.acceptedCount());
      notebook.note(
          GRANTED,
          "",
          runCheck.check(orders.session(), tally.accepted().mapToObj(orders::request)));
    }

    void nothing() throws SQLException, IOException {
      ProcessorTime processorTime = ProcessorTime.since(site.setup());
      Tally tally =
          posts.send(posts.orders(posts.session(), Posts.NOTHING), nothingConnections, LENGTH);
      note(NOTHING, tally);
      processorTime.note(notebook, "nothing", tally.acceptedCount());
    }

    void memory() {
      notebook.note(
          "memory of intake-api after posts",
          "MiB",
          site.setup().processes().memory().getOrDefault("intake-api", 0.0));
    }

    void withoutDrain() throws Exception {
      BenchSession session = posts.session();
      RunCheck runCheck = RunCheck.before(site);
      var accepted = new ArrayList<Stream<Request>>();
      site.stopScheduler();
      for (int round = 0; round < site.setup().rounds(); round++) {
        inTurns(
            round,
            () -> {
              Orders orders = posts.orders(session, Posts.RESERVATIONS);
              Tally tally = posts.send(orders, postConnections, LENGTH);
              note(POST_ALONE, tally);
              accepted.add(tally.accepted().mapToObj(orders::request));
            },
            () ->
                note(
                    NOTHING_ALONE,
                    posts.send(posts.orders(session, Posts.NOTHING), nothingConnections, LENGTH)));
      }
      site.startScheduler();
      site.awaitDrained();
      runCheck.check(session.id(), accepted.stream().flatMap(requests -> requests));
    }

    private void note(String arm, Tally tally) {
      notebook.note(arm, PER_SECOND, tally.rate());
      site.setup()
          .tell(
              "%s: %,.0f /s, p50 %.1f ms, p99 %.1f ms"
                  .formatted(
                      arm,
                      tally.rate(),
                      tally.latency().getValueAtPercentile(50) / 1e3,
                      tally.latency().getValueAtPercentile(99) / 1e3));
    }
  }
}
