package dev.sluice.bench.drain;

import dev.sluice.bench.BrokenPromiseException;
import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Rounds;
import dev.sluice.bench.Target;
import dev.sluice.bench.world.Demand;
import dev.sluice.bench.world.EventProducer;
import dev.sluice.bench.world.Mix;
import dev.sluice.bench.world.RequestQueue;
import dev.sluice.bench.world.Schema;
import dev.sluice.bench.world.World;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.IdMemory;
import dev.sluice.rig.evidence.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.util.unit.DataSize;

/** Ratio 5: what rules, validation, safety and the batch framework cost. */
final class Bare implements Experiment {

  private static final String TOPIC = "sluice.bench.bare";
  private static final List<Mix> MIXES = List.of(Mix.MANY_GRANTED, Mix.FEW_GRANTED);

  @Override
  public String name() {
    return "bare";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws Exception {
    try (World world =
            World.startWarm(
                setup, Schema.create(setup.servers(), 160), Map.of(), setup.requests());
        Schema schema = Schema.create(setup.servers(), 161);
        RequestQueue reading = new RequestQueue(setup.servers().redisUrl(), 161);
        RequestQueue announcing = new RequestQueue(setup.servers().redisUrl(), 161);
        Producer<byte[], byte[]> producer = EventProducer.create(setup.servers())) {
      verify(reading);
      var pipeline = new BarePipeline(schema, reading, announcing, producer);
      var random = new Random(setup.seed());
      var rates = new Rounds(setup, "/s");
      // The first round only warms the pipeline up.
      for (int round = 0; round <= setup.rounds(); round++) {
        for (Mix mix : MIXES) {
          Demand demand = world.demand(random, 1, setup.requests(), mix);
          UUID session = demand.requests().getFirst().session();
          var from = new Topic(setup.servers().kafkaBootstrapServers()).ends();
          long before = world.lastNumber();
          double drain = world.rate(demand);
          Recording recording = Recording.of(world.schema(), session, before, from, TOPIC);
          double bare = rate(pipeline, recording, reading, demand);
          requireWritten(schema, session, demand.granted());
          if (round > 0) {
            rates.add("drain, " + mix, drain);
            rates.add("bare pipeline, " + mix, bare);
          }
        }
      }
      return List.of(finding("5a", rates, Mix.MANY_GRANTED), finding("5b", rates, Mix.FEW_GRANTED));
    }
  }

  /**
   * Nobody drains this shard, and so nobody verifies its Redis: what the append script asks for.
   */
  private static void verify(RequestQueue queue) {
    var bounds = IdMemory.Bounds.of(DataSize.ofMegabytes(64).toBytes(), 0.1, Duration.ofHours(24));
    queue
        .redis()
        .set(
            queue.keys().ids(),
            IdMemory.empty(bounds, 1).toString().getBytes(StandardCharsets.US_ASCII));
    queue.redis().set(queue.keys().verified(), new byte[] {'1'});
  }

  private static Finding finding(String number, Rounds rates, Mix mix) {
    return Finding.ratio(
        number,
        "drain ÷ bare pipeline, " + mix,
        Target.atLeast(0.8),
        rates.of("drain, " + mix),
        rates.of("bare pipeline, " + mix));
  }

  private static double rate(
      BarePipeline pipeline, Recording recording, RequestQueue queue, Demand demand)
      throws SQLException, InterruptedException {
    List<Request> requests = demand.requests();
    queue.redis().del(queue.keys().requests());
    queue.stage(requests);
    queue.release();
    long began = System.nanoTime();
    pipeline.run(recording);
    double seconds = (System.nanoTime() - began) / 1e9;
    queue.forget();
    queue.redis().del(queue.keys().outcomes());
    return requests.size() / seconds;
  }

  private static void requireWritten(Schema schema, UUID session, int granted) throws SQLException {
    int written = schema.countTaken(session);
    if (written != granted) {
      throw new BrokenPromiseException(
          "The bare pipeline wrote %d seats, not %d".formatted(written, granted));
    }
  }
}
