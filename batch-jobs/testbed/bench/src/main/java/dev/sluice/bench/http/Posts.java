package dev.sluice.bench.http;

import dev.sluice.bench.http.load.Bulks;
import dev.sluice.bench.http.load.ClosedLoop;
import dev.sluice.bench.http.load.Customers;
import dev.sluice.bench.http.load.Orders;
import dev.sluice.bench.http.load.SeatDemand;
import dev.sluice.bench.http.load.Tally;
import dev.sluice.bench.world.BenchSession;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Single requests to a site, as fast as it takes them. */
final class Posts {

  /** Where requests for seats go. */
  static final String RESERVATIONS = "reservations";

  /** The endpoint that does nothing. */
  static final String NOTHING = "nothing";

  private static final int SEATS = 20_000;
  private static final List<Integer> CONNECTIONS = List.of(64, 128, 256);
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration TRIAL = Duration.ofSeconds(4);

  private final Site site;
  private final Random random;

  Posts(Site site) {
    this.site = site;
    this.random = new Random(site.setup().seed());
  }

  /** A session for a run. */
  BenchSession session() throws SQLException {
    return site.session(SEATS);
  }

  /** Orders that no other run has. */
  Orders orders(BenchSession session, String resource) {
    return new Orders(
        new SeatDemand(session, random.nextLong()), site.customers(), random.nextLong(), resource);
  }

  /** Bulk calls that no other run has. */
  Bulks bulks(BenchSession session, Customers agencies, int lines) {
    return new Bulks(
        new SeatDemand(session, random.nextLong()),
        site.customers(),
        agencies,
        random.nextLong(),
        lines);
  }

  /** Sends orders for that long. */
  Tally send(Orders orders, int connections, Duration length) throws IOException {
    return site.run(ClosedLoop.during(length, orders::submit), connections)
        .tally()
        .requireAllAccepted();
  }

  /**
   * Warms an endpoint up, and tries with how many connections it takes most.
   *
   * @return so many connections
   */
  int warmUp(String resource) throws SQLException, IOException, InterruptedException {
    BenchSession session = session();
    send(orders(session, resource), CONNECTIONS.get(1), WARM_UP);
    site.awaitDrained();
    int best = 0;
    double bestRate = 0;
    for (int connections : CONNECTIONS) {
      double rate = send(orders(session, resource), connections, TRIAL).rate();
      site.setup().tell("%s with %d connections: %,.0f /s".formatted(resource, connections, rate));
      if (rate > bestRate) {
        best = connections;
        bestRate = rate;
      }
      site.awaitDrained();
    }
    return best;
  }
}
