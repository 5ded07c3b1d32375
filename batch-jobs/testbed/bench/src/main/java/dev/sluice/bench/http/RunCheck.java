package dev.sluice.bench.http;

import dev.sluice.bench.BrokenPromiseException;
import dev.sluice.contract.request.Request;
import dev.sluice.rig.evidence.Collector;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.client.ClientLog;
import dev.sluice.rig.evidence.client.SeatMap;
import dev.sluice.rig.evidence.table.ShardPosition;
import dev.sluice.rig.evidence.table.SliceRow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks the promises on one run: made before it, asked after it.
 *
 * <p>The outcomes that it compares with the journal are those of the outcome stream, which is what
 * the intake answers from: to ask for hundreds of thousands over HTTP would take longer than the
 * run.
 */
final class RunCheck {

  private static final Duration SETTLING_MAX = Duration.ofMinutes(3);

  private final Site site;
  private final Collector collector;
  private final long numberBefore;

  private RunCheck(Site site) throws SQLException {
    this.site = site;
    collector = new Collector(site.connection(), site.streams(), site.topic());
    numberBefore =
        collector.positions().getOrDefault(site.schema().shard(), ShardPosition.NONE).number();
  }

  /** Notes where everything is; what was before is left out. Waits until nothing is under way. */
  static RunCheck before(Site site) throws SQLException, InterruptedException {
    new RunCheck(site).collector.settles(SETTLING_MAX);
    return new RunCheck(site);
  }

  /**
   * Waits until everything is decided and published, and checks it.
   *
   * @param accepted what was answered 202
   * @return the share of it that was granted
   * @throws BrokenPromiseException if a promise was broken
   */
  double check(UUID session, Stream<Request> accepted)
      throws SQLException, IOException, InterruptedException {
    collector.settles(SETTLING_MAX);
    List<Acknowledgement> acknowledged = accepted.map(Acknowledgement::of).toList();
    var log =
        new ClientLog(
            acknowledged, Set.of(), List.of(), site.outcomes().answersAfter(numberBefore));
    Evidence evidence = collector.collect(List.of(session), log, List.of(seatMap(session)));
    BrokenPromiseException.throwIfBroken(evidence);
    return grantedShare(evidence);
  }

  private static double grantedShare(Evidence evidence) {
    long drained = 0;
    long granted = 0;
    for (SliceRow slice : evidence.journal().slices()) {
      drained += slice.counts().drained();
      granted += slice.counts().granted();
    }
    return (double) granted / drained;
  }

  private SeatMap seatMap(UUID session) throws IOException, InterruptedException {
    Map<String, String> states = new TreeMap<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(site.url() + "/v1/sessions/" + session + "/seats"))
              .header("Authorization", "Bearer " + site.customers().tokens().getFirst())
              .build();
      byte[] body = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
      for (JsonNode section : JsonMapper.shared().readTree(body).path("sections")) {
        for (JsonNode seat : section.path("seats")) {
          states.put(seat.path("seat").asString(), seat.path("state").asString());
        }
      }
    }
    return new SeatMap(session, states);
  }
}
