package dev.sluice.bench.drain;

import dev.sluice.bench.Await;
import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Processes;
import dev.sluice.bench.Rounds;
import dev.sluice.bench.Target;
import dev.sluice.bench.world.Mix;
import dev.sluice.bench.world.Schema;
import dev.sluice.bench.world.World;
import dev.sluice.rig.SluiceProcess;
import dev.sluice.rig.Tokens;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Ratio 12: what a Sluice costs that has nothing to do. */
final class Idle implements Experiment {

  /** A drain lingers a minute after its last slice. */
  private static final Duration CALM_MAX = Duration.ofMinutes(3);

  private static final String RUNNING =
      "SELECT COUNT(*) FROM BATCH_JOB_EXECUTION WHERE END_TIME IS NULL";

  private static final Duration WATCHED = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws Exception {
    try (World world = World.start(setup, 140);
        SluiceProcess intake = intake(setup, world.schema());
        Connection connection = world.schema().connect()) {
      world.rate(world.demand(new Random(setup.seed()), 1, setup.requests(), Mix.MANY_GRANTED));
      setup.tell("waiting for calm");
      awaitCalm(connection);
      var seconds = new Rounds(setup, "s/h");
      var statements = new Rounds(setup, "/s");
      for (int round = 0; round < setup.rounds(); round++) {
        Duration scheduler = Processes.processorTime(world.pid());
        Duration api = Processes.processorTime(intake.program().pid());
        long questions = questions(connection);
        TimeUnit.SECONDS.sleep(WATCHED.toSeconds());
        double perHour = (double) Duration.ofHours(1).toSeconds() / WATCHED.toSeconds();
        Duration both =
            Processes.processorTime(world.pid())
                .minus(scheduler)
                .plus(Processes.processorTime(intake.program().pid()).minus(api));
        seconds.add("scheduler and intake", both.toMillis() / 1e3 * perHour);
        // The question itself is one of them.
        statements.add(
            "statements on the database",
            (questions(connection) - questions - 1) / (double) WATCHED.toSeconds());
      }
      return List.of(
          Finding.figure(
              "12a",
              "idle scheduler and intake: CPU seconds in an hour",
              Target.atMost(36),
              seconds.of("scheduler and intake")),
          Finding.figure(
              "12b",
              "idle scheduler and intake, one shard: statements a second",
              Target.atMost(1),
              statements.of("statements on the database")));
    }
  }

  private static SluiceProcess intake(ExperimentSetup setup, Schema schema) {
    return SluiceProcess.start(
        SluiceProcess.Plan.of(
            "intake-api", setup.jar("intake-api"), schema.servers(), Tokens.newSecret()));
  }

  private static void awaitCalm(Connection connection) throws SQLException, InterruptedException {
    Await.until(
        () -> number(connection, RUNNING, 1) == 0,
        CALM_MAX,
        Duration.ofSeconds(1),
        () -> "A drain still runs after " + CALM_MAX);
  }

  private static long questions(Connection connection) throws SQLException {
    return number(connection, "SHOW GLOBAL STATUS LIKE 'Questions'", 2);
  }

  private static long number(Connection connection, String question, int column)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(column);
    }
  }
}
