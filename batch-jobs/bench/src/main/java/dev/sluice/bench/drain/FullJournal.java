package dev.sluice.bench.drain;

import dev.sluice.bench.Experiment;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Rounds;
import dev.sluice.bench.Target;
import dev.sluice.bench.Testbed;
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
  public List<Finding> run(Testbed testbed) throws Exception {
    Schema old = Schema.create(testbed.servers(), 150);
    testbed.tell("writing the past");
    new PastOfAShard(old, new Random(testbed.seed())).write(OUTCOMES, RESERVATIONS);
    try (World full = World.startWarm(testbed, old, Map.of(), testbed.requests());
        World empty =
            World.startWarm(
                testbed, Schema.create(testbed.servers(), 151), Map.of(), testbed.requests())) {
      var random = new Random(testbed.seed());
      var rates = new Rounds(testbed, "/s");
      for (int round = 0; round < testbed.rounds(); round++) {
        for (Mix mix : List.of(Mix.MANY_GRANTED, Mix.FEW_GRANTED)) {
          rates.add("long past, " + mix, rate(testbed, full, random, mix));
          rates.add("no past, " + mix, rate(testbed, empty, random, mix));
        }
      }
      return List.of(
          finding("10a", rates, Mix.MANY_GRANTED), finding("10b", rates, Mix.FEW_GRANTED));
    }
  }

  private static double rate(Testbed testbed, World world, Random random, Mix mix)
      throws Exception {
    return world.rate(world.demand(random, 1, testbed.requests(), mix));
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
