package dev.sluice.bench.drain;

import dev.sluice.bench.Bed;
import dev.sluice.bench.Experiment;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Rounds;
import dev.sluice.bench.Target;
import dev.sluice.bench.world.Demand;
import dev.sluice.bench.world.Footprint;
import dev.sluice.bench.world.Mix;
import dev.sluice.bench.world.Schema;
import dev.sluice.bench.world.World;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a decision costs: time and memory of each process, and bytes on each server. */
final class Cost implements Experiment {

  private static final List<Mix> MIXES = List.of(Mix.MANY_GRANTED, Mix.FEW_GRANTED);

  @Override
  public String name() {
    return "cost";
  }

  @Override
  public List<Finding> run(Bed bed) throws Exception {
    var findings = new ArrayList<Finding>();
    try (World world =
        World.startWarm(bed, Schema.create(bed.servers(), 110), Map.of(), bed.requests())) {
      var random = new Random(bed.seed());
      for (Mix mix : MIXES) {
        findings.addAll(measure(bed, world, random, mix));
      }
      var memory = new Rounds(bed, "MiB");
      bed.processes().memory().forEach((process, mib) -> memory.add(process, mib));
      findings.addAll(figures("resident memory of %s", memory));
    }
    return findings;
  }

  private static List<Finding> measure(Bed bed, World world, Random random, Mix mix)
      throws SQLException, InterruptedException {
    var rates = new Rounds(bed, "/s");
    var seconds = new Rounds(bed, "s");
    var bytes = new Rounds(bed, "bytes");
    double requests = bed.requests();
    for (int round = 0; round < bed.rounds(); round++) {
      Demand demand = world.demand(random, 1, bed.requests(), mix);
      Footprint before = Footprint.of(world);
      World.Drained drained = world.drain(demand);
      rates.add("drain", drained.rate());
      drained
          .time()
          .forEach((process, time) -> seconds.add(process, time.toMillis() * 10 / requests));
      Footprint.of(world)
          .minus(before)
          .forEach((holder, more) -> bytes.add(holder, more / requests));
    }
    var findings = new ArrayList<Finding>();
    findings.addAll(figures("decisions of the %s, " + words(mix), rates));
    findings.addAll(figures("CPU seconds of %s for 10,000 decisions, " + words(mix), seconds));
    findings.addAll(figures("added to %s by a request, " + words(mix), bytes));
    return findings;
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
