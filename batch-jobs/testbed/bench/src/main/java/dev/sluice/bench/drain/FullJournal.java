package dev.sluice.bench.drain;

import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Rounds;
import dev.sluice.bench.Target;
import dev.sluice.bench.world.Mix;
import dev.sluice.bench.world.PastOfAShard;
import dev.sluice.bench.world.Schema;
import dev.sluice.bench.world.World;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Ratio 10: a drain is as fast with a long past as without one. */
final class FullJournal implements Experiment {

  private static final int OUTCOMES = 10_000_000;
  private static final int RESERVATIONS = 1_000_000;

  @Override
  public String name() {
    return "full-journal";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws Exception {
    Schema old = Schema.create(setup.servers(), 150);
    setup.tell("writing the past");
    new PastOfAShard(old, new Random(setup.seed())).write(OUTCOMES, RESERVATIONS);
    try (World full = World.startWarm(setup, old, Map.of(), setup.requests());
        World empty =
            World.startWarm(
                setup, Schema.create(setup.servers(), 151), Map.of(), setup.requests())) {
      var random = new Random(setup.seed());
      var rates = new Rounds(setup, "/s");
      for (int round = 0; round < setup.rounds(); round++) {
        for (Mix mix : List.of(Mix.MANY_GRANTED, Mix.FEW_GRANTED)) {
          rates.add("long past, " + mix, rate(setup, full, random, mix));
          rates.add("no past, " + mix, rate(setup, empty, random, mix));
        }
      }
      return List.of(
          finding("10a", rates, Mix.MANY_GRANTED), finding("10b", rates, Mix.FEW_GRANTED));
    }
  }

  private static double rate(ExperimentSetup setup, World world, Random random, Mix mix)
      throws Exception {
    return world.rate(world.demand(random, 1, setup.requests(), mix));
  }

  private static Finding finding(String number, Rounds rates, Mix mix) {
    return Finding.ratio(
        number,
        "10,000,000 outcomes and 1,000,000 reservations before ÷ none, " + mix,
        Target.atLeast(0.9),
        rates.of("long past, " + mix),
        rates.of("no past, " + mix));
  }
}
