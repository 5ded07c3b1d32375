package dev.sluice.bench.drain;

import dev.sluice.bench.BrokenPromiseException;
import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Rounds;
import dev.sluice.bench.Samples;
import dev.sluice.bench.Target;
import dev.sluice.bench.world.BenchSession;
import dev.sluice.bench.world.Demand;
import dev.sluice.bench.world.Mix;
import dev.sluice.bench.world.Schema;
import dev.sluice.contract.Uuids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ratio 4: the apply phase beside other ways of writing the same rows and bytes. */
final class Apply implements Experiment {

  private static final String DRAIN = "apply phase";
  private static final List<String> WAYS =
      List.of("multi-row INSERT text", "rewritten batch", "JSON_TABLE", "LOAD DATA LOCAL");
  private static final int REQUESTS_MAX = 100_000;
  private static final int FIRST_SHARD = 170;

  @Override
  public String name() {
    return "apply";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws Exception {
    allowLoadData(setup);
    int requests = Math.min(setup.requests(), REQUESTS_MAX);
    var random = new Random(setup.seed());
    var rates = new Rounds(setup, "/s");
    var schemas = new ArrayList<Schema>();
    try {
      for (int i = 0; i <= WAYS.size(); i++) {
        schemas.add(Schema.create(setup.servers(), FIRST_SHARD + i));
      }
      // The first round only warms up.
      for (int round = 0; round <= setup.rounds(); round++) {
        for (int i = 0; i <= WAYS.size(); i++) {
          String way = i == 0 ? DRAIN : WAYS.get(i - 1);
          double rate = rate(schemas.get(i), way, random, requests);
          if (round > 0) {
            rates.add(way, rate);
          }
        }
      }
    } finally {
      for (Schema schema : schemas) {
        schema.close();
      }
    }
    List<Samples> others = WAYS.stream().map(rates::of).toList();
    var arms = new ArrayList<Samples>();
    arms.add(rates.of(DRAIN));
    arms.addAll(others);
    return List.of(
        new Finding(
            "4",
            "apply phase ÷ the fastest other way of writing the same, " + Mix.MANY_GRANTED,
            Target.atLeast(0.9),
            rates.of(DRAIN).over(Samples.best(others)),
            arms));
  }

  private static double rate(Schema schema, String way, Random random, int requests)
      throws SQLException {
    BenchSession session = BenchSession.create(schema, Mix.MANY_GRANTED.seatsFor(requests));
    Demand demand = Demand.draw(random, List.of(session), requests, Mix.MANY_GRANTED);
    try (ApplyPhase phase =
        new ApplyPhase(
            url(schema, way),
            schema.servers().databaseUsername(),
            schema.servers().databasePassword(),
            schema.shard())) {
      phase.prepare(demand.requests());
      var insertions = new Insertions(schema, phase.connection());
      long began = System.nanoTime();
      switch (way) {
        case "multi-row INSERT text" -> phase.write(insertions::text);
        case "rewritten batch" -> phase.write(insertions::batch);
        case "JSON_TABLE" -> phase.write(insertions::jsonTable);
        case "LOAD DATA LOCAL" -> phase.write(insertions::loadData);
        default -> phase.write();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      requireWritten(schema, session, demand);
      return requests / seconds;
    }
  }

  /** What each way is said to need. */
  private static String url(Schema schema, String way) {
    String url = schema.servers().databaseUrl();
    String joint = url.contains("?") ? "&" : "?";
    return switch (way) {
      case "rewritten batch" ->
          url + joint + "useServerPrepStmts=false&rewriteBatchedStatements=true";
      case "LOAD DATA LOCAL" -> url + joint + "allowLoadLocalInfile=true";
      default -> url;
    };
  }

  private static void requireWritten(Schema schema, BenchSession session, Demand demand)
      throws SQLException {
    try (Connection connection = schema.connect();
        PreparedStatement count =
            connection.prepareStatement(
                """
                SELECT (SELECT COUNT(*) FROM reservation WHERE session_id = ?),
                  (SELECT COUNT(*) FROM reservation_seat WHERE session_id = ?)
                """)) {
      count.setBytes(1, Uuids.toBytes(session.id()));
      count.setBytes(2, Uuids.toBytes(session.id()));
      try (ResultSet row = count.executeQuery()) {
        row.next();
        if (row.getInt(1) != demand.granted() || row.getInt(2) != demand.granted()) {
          throw new BrokenPromiseException(
              "%d reservations and %d seats were written, not %d"
                  .formatted(row.getInt(1), row.getInt(2), demand.granted()));
        }
      }
    }
  }

  private static void allowLoadData(ExperimentSetup setup) throws SQLException {
    try (Connection connection = setup.servers().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL local_infile = 1");
    }
  }
}
