package dev.sluice.onsale;

import static dev.sluice.onsale.TextTable.number;

import dev.sluice.onsale.play.Api;
import dev.sluice.onsale.play.Notes;
import dev.sluice.onsale.play.Player;
import dev.sluice.onsale.play.Stage;
import dev.sluice.rig.check.Checks;
import dev.sluice.rig.check.Verdict;
import dev.sluice.rig.evidence.Collector;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.client.ClientLog;
import dev.sluice.rig.evidence.client.SeatMap;
import dev.sluice.rig.evidence.stream.Streams;
import dev.sluice.rig.evidence.table.ShardPosition;
import dev.sluice.rig.evidence.topic.Topic;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** One on-sale: makes its sessions, has it played, collects the evidence and checks it. */
final class OnSale {

  private static final int WARM_UP_CLIENTS = 20;
  private static final int WARM_UP_REQUESTS_MAX = 1_500;
  private static final int SURPRISES_TOLD_MAX = 10;
  private static final Duration SETTLING_MAX = Duration.ofSeconds(30);

  private final Sluice sluice;
  private final Options options;
  private final PrintStream out;
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  OnSale(Sluice sluice, Options options, PrintStream out) {
    this.sluice = sluice;
    this.options = options;
    this.out = out;
  }

  /** Plays and checks; false if a promise was broken or the API did what it should not. */
  boolean play() throws SQLException, InterruptedException {
    try (Connection connection = sluice.addresses().connect();
        Streams streams = new Streams(sluice.addresses().redisUrl());
        Api api = new Api(sluice.intake().url(), this::token)) {
      Stages stages = Stages.create(connection);
      var topic = new Topic(sluice.addresses().kafkaBootstrapServers());
      var collector = new Collector(connection, streams, topic);

      var warmUp = new Notes();
      warmUp(new Player(api, warmUp, WARM_UP_CLIENTS), stages.warmUp());
      Map<Integer, ShardPosition> begin = collector.positions();

      var notes = new Notes();
      var player = new Player(api, notes, options.clients());
      Duration elapsed = play(player, stages.main(), notes);
      out.println("  Asking once more for every outcome, and reading all servers ...");
      boolean settled = collector.settles(SETTLING_MAX);
      player.askAgain();
      List<SeatMap> seatMaps = seatMaps(player, stages);
      ClientLog log = notes.toLog().and(warmUp.toLog());
      Evidence evidence = collector.collect(stages.sessions(), log, seatMaps);

      out.printf("%nSummary%n%n%s", Summary.of(evidence, begin, notes, elapsed));
      if (!settled) {
        out.println("  Not everything was removed from the streams and published in time.");
      }
      List<String> surprises =
          Stream.concat(warmUp.surprises().stream(), notes.surprises().stream()).toList();
      return tell(Checks.run(evidence), surprises);
    }
  }

  /** Processes that have just started are slow, which nobody wants to know of an on-sale. */
  private void warmUp(Player player, Stage stage) throws InterruptedException {
    int requests = Math.min(options.requests(), WARM_UP_REQUESTS_MAX);
    out.printf("%nWarming up with %s requests ...%n", number(requests));
    // Another seed: the closed session is the same, and ids may not be.
    player.play(stage, requests, ~options.seed());
  }

  private Duration play(Player player, Stage stage, Notes notes) throws InterruptedException {
    out.printf(
        "%nPlaying %s requests of %s clients at once for the %s seats of session %s, seed %d%n%n",
        number(options.requests()),
        number(options.clients()),
        number(stage.seats().size()),
        stage.session(),
        options.seed());
    long startedAt = System.nanoTime();
    try (var _ = new Progress(out, notes, options.requests())) {
      player.play(stage, options.requests(), options.seed());
      return Duration.ofNanos(System.nanoTime() - startedAt);
    }
  }

  private static List<SeatMap> seatMaps(Player player, Stages stages) throws InterruptedException {
    var maps = new ArrayList<SeatMap>();
    for (UUID session : stages.sessions()) {
      maps.add(player.seatMap(session));
    }
    return maps;
  }

  private boolean tell(List<Verdict> verdicts, List<String> surprises) {
    out.printf("%nChecks of all that was decided, against database, Redis, Kafka and API%n%n");
    out.print(VerdictText.of(verdicts));
    if (!surprises.isEmpty()) {
      out.printf("%n  The API did %s times what it should not:%n", number(surprises.size()));
      surprises.stream().limit(SURPRISES_TOLD_MAX).forEach(it -> out.println("        " + it));
    }
    boolean kept = verdicts.stream().allMatch(Verdict::holds) && surprises.isEmpty();
    out.printf("%n%s%n", kept ? "Every promise was kept." : "A PROMISE WAS BROKEN.");
    return kept;
  }

  private String token(String customer) {
    return tokens.computeIfAbsent(
        customer,
        it ->
            sluice
                .tokens()
                .of(it, it.equals(Player.BOX_OFFICE) ? "reserve reserve:bulk" : "reserve"));
  }
}
