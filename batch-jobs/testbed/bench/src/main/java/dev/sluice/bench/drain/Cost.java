package dev.sluice.bench.drain;

import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Rounds;
import dev.sluice.bench.Target;
import dev.sluice.bench.world.Demand;
import dev.sluice.bench.world.Footprint;
import dev.sluice.bench.world.Mix;
import dev.sluice.bench.world.Schema;
import dev.sluice.bench.world.World;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a decision costs: time and memory of each process, and bytes on each server. */
final class Cost implements Experiment {

  private static final List<Mix> MIXES = List.of(Mix.MANY_GRANTED, Mix.FEW_GRANTED);

  /** Of the slices after a number; the first one of a drain only loads its session. */
  private static final String PHASES =
      """
      SELECT AVG(load_micros), AVG(decide_micros), AVG(apply_micros),
        TIMESTAMPDIFF(MICROSECOND, MIN(decided_at), MAX(decided_at)) / (COUNT(*) - 1)
      FROM slice WHERE first_number > ? + 1
      """;

  @Override
  public String name() {
    return "cost";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws Exception {
    var findings = new ArrayList<Finding>();
    try (World world =
        World.startWarm(setup, Schema.create(setup.servers(), 110), Map.of(), setup.requests())) {
      var random = new Random(setup.seed());
      for (Mix mix : MIXES) {
        findings.addAll(measure(setup, world, random, mix));
      }
      var memory = new Rounds(setup, "MiB");
      setup.processes().memory().forEach((process, mib) -> memory.add(process, mib));
      findings.addAll(figures("resident memory of %s", memory));
    }
    return findings;
  }

  private static List<Finding> measure(ExperimentSetup setup, World world, Random random, Mix mix)
      throws SQLException, InterruptedException {
    var rates = new Rounds(setup, "/s");
    var seconds = new Rounds(setup, "s");
    var bytes = new Rounds(setup, "bytes");
    var phases = new Rounds(setup, "ms");
    double requests = setup.requests();
    for (int round = 0; round < setup.rounds(); round++) {
      Demand demand = world.demand(random, 1, setup.requests(), mix);
      Footprint before = Footprint.of(world);
      long number = world.lastNumber();
      World.Drained drained = world.drain(demand);
      rates.add("drain", drained.rate());
      drained
          .time()
          .forEach((process, time) -> seconds.add(process, time.toMillis() * 10 / requests));
      Footprint.of(world)
          .minus(before)
          .forEach((holder, more) -> bytes.add(holder, more / requests));
      addPhases(world, number, phases);
    }
    var findings = new ArrayList<Finding>();
    findings.addAll(figures("decisions of the %s, " + words(mix), rates));
    findings.addAll(figures("CPU seconds of %s for 10,000 decisions, " + words(mix), seconds));
    findings.addAll(figures("added to %s by a request, " + words(mix), bytes));
    findings.addAll(figures("a slice's time to %s, " + words(mix), phases));
    return findings;
  }

  private static void addPhases(World world, long number, Rounds phases) throws SQLException {
    try (Connection connection = world.schema().connect();
        PreparedStatement select = connection.prepareStatement(PHASES)) {
      select.setLong(1, number);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        double load = row.getDouble(1) / 1e3;
        double decide = row.getDouble(2) / 1e3;
        double apply = row.getDouble(3) / 1e3;
        phases.add("lock and load", load);
        phases.add("decide, beside the last one's writing", decide);
        phases.add("apply", apply);
        phases.add("commit, and what is between two", row.getDouble(4) / 1e3 - load - apply);
      }
    }
  }

  private static List<Finding> figures(String words, Rounds rounds) {
    return rounds.arms().stream()
        .map(arm -> Finding.figure("", words.formatted(arm), Target.NONE, rounds.of(arm)))
        .toList();
  }

  /** In a format. */
  private static String words(Mix mix) {
    return mix.toString().replace("%", "%%");
  }
}
