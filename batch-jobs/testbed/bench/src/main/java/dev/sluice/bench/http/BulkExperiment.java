package dev.sluice.bench.http;

import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Target;
import dev.sluice.bench.http.client.Call;
import dev.sluice.bench.http.load.Bulks;
import dev.sluice.bench.http.load.ClosedLoop;
import dev.sluice.bench.http.load.Customers;
import dev.sluice.bench.http.load.Orders;
import dev.sluice.bench.http.load.Tally;
import dev.sluice.bench.world.BenchSession;
import dev.sluice.contract.request.Request;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What a bulk call saves: lines of bulk calls against single requests, and against the same appends
 * sent straight to Redis. The drain runs all the time.
 */
final class BulkExperiment implements Experiment {

  private static final int SHARD = 901;
  private static final int LINES = 5_000;
  private static final int CALLS = 12;
  private static final int AGENCIES = 6;
  private static final int WARM_UPS = 4;
  private static final List<Integer> CONNECTIONS = List.of(1, 2, 4);
  private static final Duration LENGTH = Duration.ofSeconds(6);

  private static final String BULK = "lines of bulk calls accepted";
  private static final String POST = "POST accepted";
  private static final String DIRECT = "the same appends straight to Redis";
  private static final String PER_SECOND = "/s";

  @Override
  public String name() {
    return "bulk";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws Exception {
    var notebook = new Notebook();
    try (Site site = Site.open(setup, SHARD);
        var direct = new DirectAppends(setup.servers().redisUrl(), SHARD)) {
      var run = new Run(site, direct, notebook);
      run.warmUp();
      for (int round = 0; round < setup.rounds(); round++) {
        run.bulk();
        run.direct();
        run.posts();
      }
    }
    return List.of(
        Finding.ratio(
            "7",
            "lines of bulk calls ÷ single requests",
            Target.atLeast(4),
            notebook.of(BULK),
            notebook.of(POST)),
        Finding.ratio(
            "7",
            "lines of bulk calls ÷ the same appends straight to Redis",
            Target.atLeast(0.7),
            notebook.of(BULK),
            notebook.of(DIRECT)),
        notebook.reported("7", "lines: processor time of intake-api for 10,000"),
        notebook.reported("7", "lines: processor time of Redis for 10,000"));
  }

  private static final class Run {

    private final Site site;
    private final DirectAppends direct;
    private final Notebook notebook;
    private final Posts posts;
    private final Customers agencies;
    private int postConnections;
    private int bulkConnections;

    Run(Site site, DirectAppends direct, Notebook notebook) {
      this.site = site;
      this.direct = direct;
      this.notebook = notebook;
      posts = new Posts(site);
      agencies = Customers.agencies(site.tokens(), AGENCIES);
    }

    void warmUp() throws SQLException, IOException, InterruptedException {
      postConnections = posts.warmUp(Posts.RESERVATIONS);
      for (int i = 0; i < WARM_UPS; i++) {
        send(bulks(posts.session()), CONNECTIONS.getLast());
        append(posts.session());
        site.awaitDrained();
      }
      double bestRate = 0;
      for (int connections : CONNECTIONS) {
        double rate = lines(send(bulks(posts.session()), connections));
        site.setup().tell("bulk with %d connections: %,.0f lines/s".formatted(connections, rate));
        if (rate > bestRate) {
          bestRate = rate;
          bulkConnections = connections;
        }
        site.awaitDrained();
      }
    }

    void bulk() throws SQLException, IOException, InterruptedException {
      Bulks bulks = bulks(posts.session());
      RunCheck runCheck = RunCheck.before(site);
      ProcessorTime processorTime = ProcessorTime.since(site.setup());
      Tally tally = send(bulks, bulkConnections);
      processorTime.note(notebook, "lines", (long) CALLS * LINES);
      note(BULK, lines(tally));
      runCheck.check(bulks.session(), tally.accepted().boxed().flatMap(bulks::requests));
    }

    void direct() throws SQLException, IOException, InterruptedException {
      BenchSession session = posts.session();
      RunCheck runCheck = RunCheck.before(site);
      List<Request> requests = requests(session);
      note(DIRECT, direct.append(requests));
      runCheck.check(session.id(), requests.stream());
    }

    void posts() throws SQLException, IOException, InterruptedException {
      Orders orders = posts.orders(posts.session(), Posts.RESERVATIONS);
      RunCheck runCheck = RunCheck.before(site);
      Tally tally = posts.send(orders, postConnections, LENGTH);
      note(POST, tally.rate());
      runCheck.check(orders.session(), tally.accepted().mapToObj(orders::request));
    }

    private Bulks bulks(BenchSession session) {
      return posts.bulks(session, agencies, LINES);
    }

    /** Everything is ready before the first is sent. */
    private Tally send(Bulks bulks, int connections) throws IOException {
      List<byte[]> calls = bulks.calls(CALLS);
      ClosedLoop.Source ready =
          (number, due) -> new Call(number, Call.Kind.SUBMIT, due, calls.get((int) number));
      return site.run(ClosedLoop.times(CALLS, ready), connections).tally().requireAllAccepted();
    }

    private void append(BenchSession session) throws InterruptedException {
      direct.append(requests(session));
    }

    private List<Request> requests(BenchSession session) {
      Orders orders = posts.orders(session, Posts.RESERVATIONS);
      Stream<Request> all = LongStream.range(0, (long) CALLS * LINES).mapToObj(orders::request);
      return all.toList();
    }

    private static double lines(Tally tally) {
      return tally.rate() * LINES;
    }

    private void note(String arm, double rate) {
      notebook.note(arm, PER_SECOND, rate);
      site.setup().tell("%s: %,.0f /s".formatted(arm, rate));
    }
  }
}
