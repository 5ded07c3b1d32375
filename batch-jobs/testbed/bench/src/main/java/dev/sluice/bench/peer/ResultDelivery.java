package dev.sluice.bench.peer;

import dev.sluice.bench.world.EventProducer;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.OutcomeJson;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Request;
import dev.sluice.rig.Addresses;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * What follows a decision: the result to Redis, where the client polls it, and the event to Kafka.
 * The event is not waited for one by one: {@link #settle} waits for all. Thread-safe.
 */
final class ResultDelivery implements AutoCloseable {

  private static final String TOPIC = "sluice.bench.peers";
  private static final Duration RESULT_KEPT = Duration.ofHours(24);

  private final RedissonClient redisson;
  private final Producer<byte[], byte[]> producer;
  private final Queue<Future<RecordMetadata>> sent = new ConcurrentLinkedQueue<>();

  ResultDelivery(Addresses servers, RedissonClient redisson) {
    this.redisson = redisson;
    this.producer = EventProducer.create(servers);
  }

  void tell(Request request, boolean granted, String seat) {
    byte[] outcome =
        OutcomeJson.write(
            granted
                ? new Outcome.Held(
                    request.id(), List.of(seat), 8_000, "EUR", Instant.now().plusSeconds(600))
                : new Outcome.Rejected(Reason.SEAT_TAKEN, List.of(seat), 0));
    RBucket<byte[]> result =
        redisson.getBucket("bench:result:" + request.id(), ByteArrayCodec.INSTANCE);
    result.set(outcome, RESULT_KEPT);
    var event =
        new ProducerRecord<>(
            TOPIC, request.id().toString().getBytes(StandardCharsets.US_ASCII), outcome);
    sent.add(producer.send(event));
  }

  /** Waits for the broker's word on every event. */
  void settle() {
    producer.flush();
    for (Future<RecordMetadata> event = sent.poll(); event != null; event = sent.poll()) {
      // The flush has waited: this throws what went wrong.
      event.resultNow();
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
