package dev.sluice.bench.drain;

import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Rounds;
import dev.sluice.bench.Samples;
import dev.sluice.bench.Target;
import dev.sluice.bench.world.Mix;
import dev.sluice.bench.world.Schema;
import dev.sluice.bench.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Ratio 11: what deciding in batches gains, from one request a transaction to thousands. */
final class BatchSizes implements Experiment {

  private static final List<Integer> SIZES = List.of(1, 10, 100, 1_000, 4_096, 8_192);
  private static final int SLICES = 200;

  @Override
  public String name() {
    return "batch-sizes";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws Exception {
    var worlds = new ArrayList<World>();
    try {
      for (int size : SIZES) {
        worlds.add(
            World.startWarm(
                setup,
                Schema.create(setup.servers(), 130 + worlds.size()),
                Map.of("sluice.drain.slice-entries-max", Integer.toString(size)),
                requests(setup, size)));
      }
      var random = new Random(setup.seed());
      var rates = new Rounds(setup, "/s");
      for (int round = 0; round < setup.rounds(); round++) {
        for (int i = 0; i < SIZES.size(); i++) {
          int size = SIZES.get(i);
          World world = worlds.get(i);
          rates.add(
              arm(size),
              world.rate(world.demand(random, 1, requests(setup, size), Mix.MANY_GRANTED)));
        }
      }
      List<Samples> arms = SIZES.stream().map(size -> rates.of(arm(size))).toList();
      Samples best = Samples.best(arms);
      return List.of(
          new Finding(
              "11",
              "slices of the best size ÷ slices of 1, " + Mix.MANY_GRANTED,
              Target.atLeast(100),
              best.over(arms.getFirst()),
              arms));
    } finally {
      for (World world : worlds) {
        world.close();
      }
    }
  }

  private static String arm(int size) {
    return "slices of " + size;
  }

  /** Enough slices of any size, and no more of the slow ones than have to be waited for. */
  private static int requests(ExperimentSetup setup, int size) {
    return Math.min(setup.requests(), SLICES * size + 200);
  }
}
