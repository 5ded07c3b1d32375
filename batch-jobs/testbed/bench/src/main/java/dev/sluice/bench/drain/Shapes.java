package dev.sluice.bench.drain;

import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Rounds;
import dev.sluice.bench.Target;
import dev.sluice.bench.world.Mix;
import dev.sluice.bench.world.Schema;
import dev.sluice.bench.world.World;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Ratio 9: what locks are slow at, a hot session and conflicts, costs a drain nothing. */
final class Shapes implements Experiment {

  private static final int SESSIONS = 100;
  private static final Mix HALF_CONFLICTING = new Mix(0.5);
  private static final Mix NONE_CONFLICTING = new Mix(1);

  @Override
  public String name() {
    return "shapes";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws Exception {
    try (World world =
        World.startWarm(setup, Schema.create(setup.servers(), 120), Map.of(), setup.requests())) {
      var random = new Random(setup.seed());
      var rates = new Rounds(setup, "/s");
      for (int round = 0; round < setup.rounds(); round++) {
        rates.add(
            "one hot session",
            world.rate(world.demand(random, 1, setup.requests(), Mix.MANY_GRANTED)));
        rates.add(
            "100 sessions",
            world.rate(world.demand(random, SESSIONS, setup.requests(), Mix.MANY_GRANTED)));
        rates.add(
            "half conflicting",
            world.rate(world.demand(random, 1, setup.requests(), HALF_CONFLICTING)));
        rates.add(
            "none conflicting",
            world.rate(world.demand(random, 1, setup.requests(), NONE_CONFLICTING)));
      }
      return List.of(
          Finding.ratio(
              "9a",
              "one hot session ÷ 100 sessions",
              Target.atLeast(0.9),
              rates.of("one hot session"),
              rates.of("100 sessions")),
          Finding.ratio(
              "9b",
              "half the requests conflicting ÷ none",
              Target.atLeast(0.9),
              rates.of("half conflicting"),
              rates.of("none conflicting")));
    }
  }
}
