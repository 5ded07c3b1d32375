package dev.sluice.bench.drain;

import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Rounds;
import dev.sluice.bench.Samples;
import dev.sluice.bench.Target;
import dev.sluice.bench.peer.Peers;
import dev.sluice.bench.world.BenchSession;
import dev.sluice.bench.world.Demand;
import dev.sluice.bench.world.Mix;
import dev.sluice.bench.world.Schema;
import dev.sluice.bench.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Ratios 1 to 3: the drain beside ways that decide request by request. */
final class PerRequest implements Experiment {

  private static final List<Integer> THREADS = List.of(16, 64, 128);
  private static final Duration PEER_RUN = Duration.ofSeconds(4);
  private static final int PEER_REQUESTS = 60_000;

  @Override
  public String name() {
    return "per-request";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws Exception {
    try (World world =
            World.startWarm(
                setup, Schema.create(setup.servers(), 100), Map.of(), setup.requests());
        Schema schema = Schema.create(setup.servers(), 101);
        Peers peers = new Peers(schema)) {
      var random = new Random(setup.seed());
      var arms = new Arms(world, schema, peers, random, setup.requests());
      for (Peers.Kind kind : Peers.Kind.values()) {
        arms.peer(kind, THREADS.getFirst(), Mix.MANY_GRANTED);
      }
      var rates = new Rounds(setup, "/s");
      for (int round = 1; round <= setup.rounds(); round++) {
        setup.tell("round " + round + " of " + setup.rounds());
        rates.add(key("drain", Mix.MANY_GRANTED, 0), arms.drain(Mix.MANY_GRANTED));
        for (int threads : THREADS) {
          for (Peers.Kind kind : Peers.Kind.values()) {
            rates.add(
                key(kind.words(), Mix.MANY_GRANTED, threads),
                arms.peer(kind, threads, Mix.MANY_GRANTED));
          }
          rates.add(
              key(Peers.Kind.LOCK.words(), Mix.FEW_GRANTED, threads),
              arms.peer(Peers.Kind.LOCK, threads, Mix.FEW_GRANTED));
        }
        rates.add(key("drain", Mix.FEW_GRANTED, 0), arms.drain(Mix.FEW_GRANTED));
      }
      return findings(rates);
    }
  }

  private static List<Finding> findings(Rounds rates) {
    Samples many = rates.of(key("drain", Mix.MANY_GRANTED, 0));
    Samples few = rates.of(key("drain", Mix.FEW_GRANTED, 0));
    return List.of(
        ratio("1a", Target.atLeast(50), many, rates, Peers.Kind.LOCK, Mix.MANY_GRANTED),
        ratio("1b", Target.atLeast(90), few, rates, Peers.Kind.LOCK, Mix.FEW_GRANTED),
        ratio("2", Target.atLeast(90), many, rates, Peers.Kind.STOCK, Mix.MANY_GRANTED),
        ratio("3", Target.atLeast(15), many, rates, Peers.Kind.INSERT, Mix.MANY_GRANTED));
  }

  private static Finding ratio(
      String number, Target target, Samples drain, Rounds rates, Peers.Kind kind, Mix mix) {
    List<Samples> byThreads =
        THREADS.stream().map(threads -> rates.of(key(kind.words(), mix, threads))).toList();
    var arms = new ArrayList<Samples>();
    arms.add(drain);
    arms.addAll(byThreads);
    return new Finding(
        number,
        "drain ÷ %s at its best thread count, %s".formatted(kind.words(), mix),
        target,
        drain.over(Samples.best(byThreads)),
        arms);
  }

  private static String key(String arm, Mix mix, int threads) {
    return arm + (threads > 0 ? ", " + threads + " threads" : "") + ", " + mix;
  }

  /** What takes turns. */
  private record Arms(World world, Schema schema, Peers peers, Random random, int requests) {

    private double drain(Mix mix) throws SQLException, InterruptedException {
      return world.rate(world.demand(random, 1, requests, mix));
    }

    private double peer(Peers.Kind kind, int threads, Mix mix)
        throws SQLException, InterruptedException {
      BenchSession session = BenchSession.create(schema, mix.seatsFor(PEER_REQUESTS));
      Demand demand = Demand.draw(random, List.of(session), PEER_REQUESTS, mix);
      return peers.rate(kind, threads, session, demand, PEER_RUN);
    }
  }
}
