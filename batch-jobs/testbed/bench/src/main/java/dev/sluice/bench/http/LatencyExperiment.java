package dev.sluice.bench.http;

import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Target;
import dev.sluice.bench.http.load.Arrivals;
import dev.sluice.bench.http.load.OpenLoop;
import dev.sluice.bench.http.load.Orders;
import dev.sluice.bench.http.load.Tally;
import dev.sluice.contract.journal.JournalElement;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How long a customer waits for an outcome while the whole system is busy, but not too busy:
 * requests arrive at 70 % of the rate at which it accepts and decides them at most, whatever it is
 * doing.
 *
 * <p>The ratios are those of every request, up to the moment when its slice can be read from Redis:
 * that every one of thousands a second polled would measure the polling. Of some requests the
 * customer's own long poll is timed too.
 */
final class LatencyExperiment implements Experiment {

  private static final int SHARD = 902;
  private static final double LOAD = 0.7;
  private static final double INTERVAL_MILLIS = 250;

  /**
   * What a load balancer would keep: as many as most is accepted with, and those that wait. A call
   * that finds none free waits for one, and its latency tells it.
   */
  private static final int CONNECTIONS_MAX = 400;

  private static final int ASKED_EVERY = 20;
  private static final Duration LENGTH = Duration.ofSeconds(20);
  private static final Duration SATURATION = Duration.ofSeconds(10);
  private static final int DIGITS = 3;

  private static final String SATURATED = "accepted and decided at most";
  private static final String RATE = "accepted at 70 %";
  private static final String P99 = "accept to outcome, p99";
  private static final String P100 = "accept to outcome, p100";
  private static final String P50 = "accept to outcome, p50";
  private static final String ACCEPT_P99 = "POST to 202, p99";
  private static final String ACCEPT_P100 = "POST to 202, p100";
  private static final String CLIENT_P50 = "accept to the customer's long poll, p50";
  private static final String CLIENT_P99 = "accept to the customer's long poll, p99";
  private static final String CLIENT_P100 = "accept to the customer's long poll, p100";
  private static final String MILLIS = "ms";

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws Exception {
    var notebook = new Notebook();
    try (Site site = Site.open(setup, SHARD)) {
      var run = new Run(site, notebook);
      run.saturate();
      for (int round = 0; round < setup.rounds(); round++) {
        run.measure(setup.seed() + round);
      }
    }
    return List.of(
        intervals(notebook, "p99 of accept to outcome ÷ drain interval", P99, 2),
        intervals(notebook, "p100 of accept to outcome ÷ drain interval", P100, 5),
        notebook.reported("8", SATURATED),
        notebook.reported("8", RATE),
        notebook.reported("8", P50),
        notebook.reported("8", ACCEPT_P99),
        notebook.reported("8", ACCEPT_P100),
        notebook.reported("8", CLIENT_P50),
        notebook.reported("8", CLIENT_P99),
        notebook.reported("8", CLIENT_P100));
  }

  private static Finding intervals(Notebook notebook, String question, String arm, double bound) {
    var intervals = new Notebook();
    notebook
        .of(arm)
        .values()
        .forEach(_ -> intervals.note("drain interval", MILLIS, INTERVAL_MILLIS));
    return Finding.ratio(
        "8", question, Target.atMost(bound), notebook.of(arm), intervals.of("drain interval"));
  }

  private static final class Run {

    private final Site site;
    private final Notebook notebook;
    private final Posts posts;
    private double rate;

    Run(Site site, Notebook notebook) {
      this.site = site;
      this.notebook = notebook;
      posts = new Posts(site);
    }

    /** What was accepted, over the time until the last of it was decided. */
    void saturate() throws SQLException, IOException, InterruptedException {
      int connections = posts.warmUp(Posts.RESERVATIONS);
      Orders orders = posts.orders(posts.session(), Posts.RESERVATIONS);
      long began = System.nanoTime();
      Tally tally = posts.send(orders, connections, SATURATION);
      site.awaitDrained();
      double saturated = tally.acceptedCount() / ((System.nanoTime() - began) / 1e9);
      notebook.note(SATURATED, "/s", saturated);
      site.setup().tell("%s: %,.0f /s of %,.0f /s".formatted(SATURATED, saturated, tally.rate()));
      rate = LOAD * saturated;
    }

    void measure(long seed) throws SQLException, IOException, InterruptedException {
      Orders orders = posts.orders(posts.session(), Posts.RESERVATIONS);
      RunCheck runCheck = RunCheck.before(site);
      var loop = new OpenLoop(orders, Arrivals.draw(rate, LENGTH, seed), ASKED_EVERY);
      var slices = new ArrayList<Follower.Received>();
      try (Follower follower = site.follow()) {
        site.run(loop, CONNECTIONS_MAX);
        site.awaitDrained();
        slices.addAll(follower.end());
      }
      loop.tally().requireAllAccepted();
      note(loop, toOutcome(orders, loop, slices));
      runCheck.check(orders.session(), loop.tally().accepted().mapToObj(orders::request));
    }

    private static Histogram toOutcome(
        Orders orders, OpenLoop loop, List<Follower.Received> slices) {
      var histogram = new Histogram(DIGITS);
      for (Follower.Received received : slices) {
        for (JournalElement element : received.slice().elements()) {
          if (element instanceof JournalElement.Decided it
              && it.request().session().equals(orders.session())) {
            long due = loop.due(Orders.number(it.request().id()));
            histogram.recordValue((received.at() - due) / 1_000);
          }
        }
      }
      if (histogram.getTotalCount() != loop.tally().acceptedCount()) {
        throw new IllegalStateException(
            "%d outcomes came of %d requests"
                .formatted(histogram.getTotalCount(), loop.tally().acceptedCount()));
      }
      return histogram;
    }

    private void note(OpenLoop loop, Histogram toOutcome) {
      notebook.note(RATE, "/s", loop.tally().rate());
      note(P50, toOutcome, 50);
      note(P99, toOutcome, 99);
      note(P100, toOutcome, 100);
      note(ACCEPT_P99, loop.tally().latency(), 99);
      note(ACCEPT_P100, loop.tally().latency(), 100);
      note(CLIENT_P50, loop.toOutcome(), 50);
      note(CLIENT_P99, loop.toOutcome(), 99);
      note(CLIENT_P100, loop.toOutcome(), 100);
    }

    private void note(String arm, Histogram micros, double percentile) {
      double millis = micros.getValueAtPercentile(percentile) / 1e3;
      notebook.note(arm, MILLIS, millis);
      site.setup().tell("%s: %.1f ms".formatted(arm, millis));
    }
  }
}
