package dev.sluice.publication;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.journal.WrittenElements;
import dev.sluice.journal.Journal;
import dev.sluice.log.ShardLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes one shard's slices in order, from memory while they are at hand, else from the journal.
 * Slices may be offered at any speed: what the queue cannot take is read from the journal later, so
 * a slow or dead broker costs no memory and holds nobody up. After a failed send the producer is
 * thrown away and publishing starts again behind the last slice of which every event was
 * acknowledged, one slice at a time until the broker keeps up: all that is sent at once has one
 * deadline. Longer than others since what is sent, acknowledged and noted is one state.
 */
public final class OutcomePublisher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OutcomePublisher.class);
  private static final int SLICES_IN_MEMORY = 8;
  private static final int SLICES_PER_READ = 4;
  private static final int SLICES_AT_ONCE = SLICES_IN_MEMORY + 1;
  private static final Duration FIRST_DELAY = Duration.ofMillis(100);
  private static final Duration DELAY_MAX = Duration.ofSeconds(5);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final int shard;
  private final long fence;
  private final Journal journal;
  private final Publications publications;
  private final Producers producers;
  private final BlockingQueue<Publishable> offered = new ArrayBlockingQueue<>(SLICES_IN_MEMORY);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile long wanted;
  private long published;
  private int slicesMax = SLICES_AT_ONCE;
  private @Nullable Producer<byte[], byte[]> producer;

  /**
   * A publisher for one holder of a shard; {@link #start()} begins.
   *
   * @param fence the holder's; a newer one's word counts more
   */
  public OutcomePublisher(
      int shard, long fence, Journal journal, Publications publications, Producers producers) {
    this.shard = shard;
    this.fence = fence;
    this.journal = journal;
    this.publications = publications;
    this.producers = producers;
    this.thread =
        Thread.ofPlatform().name("outcome-publisher-" + shard).daemon().unstarted(this::run);
  }

  /** Begins behind the last acknowledged number. */
  public OutcomePublisher start() {
    thread.start();
    return this;
  }

  /**
   * Makes a committed slice known; never waits. Slices come in order.
   *
   * @param written its elements
   */
  public void offer(SliceMessage slice, WrittenElements written) {
    wanted = slice.lastNumber();
    if (!offered.offer(new Publishable(slice, written))) {
      log.debug("Slice {} of shard {} is left to the journal", slice.firstNumber(), shard);
    }
  }

  /**
   * Publishes all that the journal holds now, on the caller's thread, and returns when it is
   * acknowledged. Not to be mixed with {@link #start()}.
   *
   * @return elements published
   * @throws KafkaException if the broker does not take them
   */
  public long publishJournal() {
    try {
      published = publications.getNumber(shard);
      long before = published;
      List<Publishable> slices = readJournal();
      while (!slices.isEmpty()) {
        publish(slices);
        slices = readJournal();
      }
      return published - before;
    } finally {
      discardProducer();
    }
  }

  /** Ends; what is not acknowledged is left to the next publisher. */
  @Override
  public void close() {
    closed.countDown();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    ShardLog.shard(shard);
    Duration delay = FIRST_DELAY;
    long reached = 0;
    boolean known = false;
    try {
      while (closed.getCount() > 0) {
        try {
          if (!known) {
            published = publications.getNumber(shard);
            publishBacklog();
            known = true;
          }
          publishNext();
          delay = FIRST_DELAY;
        } catch (RuntimeException e) {
          if (closed.getCount() == 0) {
            log.debug("The publisher of shard {} was interrupted", shard, e);
            return;
          }
          log.warn(
              "Outcomes of shard {} after {} are not published; again in {} ms",
              shard,
              published,
              delay.toMillis(),
              e);
          known = false;
          discardProducer();
          if (published > reached) {
            // A slow broker takes some of it in time: that is no reason to wait longer.
            reached = published;
            delay = FIRST_DELAY;
          }
          closed.await(delay.toMillis(), TimeUnit.MILLISECONDS);
          delay =
              delay.multipliedBy(2).compareTo(DELAY_MAX) > 0 ? DELAY_MAX : delay.multipliedBy(2);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      discardProducer();
    }
  }

  private void publishNext() throws InterruptedException {
    Publishable next = offered.take();
    var slices = new ArrayList<Publishable>();
    slices.add(next);
    offered.drainTo(slices, slicesMax - 1);
    slices.removeIf(slice -> slice.message().lastNumber() <= published);
    if (slices.isEmpty()) {
      return;
    }
    if (isContiguous(slices)) {
      publish(slices);
    }
    if (published < wanted) {
      publishBacklog();
    }
  }

  private List<Publishable> readJournal() {
    return journal.listAfterNumber(shard, published, Math.min(slicesMax, SLICES_PER_READ)).stream()
        .map(slice -> new Publishable(slice, slice.written()))
        .toList();
  }

  private boolean isContiguous(List<Publishable> slices) {
    long expected = published + 1;
    for (Publishable slice : slices) {
      if (slice.message().firstNumber() != expected) {
        return false;
      }
      expected = slice.message().lastNumber() + 1;
    }
    return true;
  }

  private void publishBacklog() {
    List<Publishable> slices = readJournal();
    while (!slices.isEmpty() && closed.getCount() > 0) {
      publish(slices);
      slices = readJournal();
    }
  }

  /**
   * Sends, waits for the broker's word on every event, and notes the slices that it has taken,
   * those before a failure too.
   */
  private void publish(List<Publishable> slices) {
    Producer<byte[], byte[]> current = producer == null ? producers.create() : producer;
    producer = current;
    var failure = new FirstFailure(current);
    var sendings = new ArrayList<Sending>(slices.size());
    try {
      for (Publishable slice : slices) {
        List<ProducerRecord<byte[], byte[]>> events =
            OutcomeEvents.of(slice.message(), slice.written());
        var sending = new Sending(slice.message().lastNumber(), events.size(), failure);
        sendings.add(sending);
        for (ProducerRecord<byte[], byte[]> event : events) {
          // Every answer comes to the callback, too: a future for each would only be garbage.
          Future<RecordMetadata> _ = current.send(event, sending);
        }
      }
      // Returns when every event has its answer.
      current.flush();
    } catch (RuntimeException e) {
      failure.note(e);
    }
    note(sendings);
    Exception first = failure.get();
    if (first != null) {
      slicesMax = 1;
      throw new KafkaException("The broker refused an event of shard " + shard, first);
    }
    slicesMax = Math.min(SLICES_AT_ONCE, slicesMax * 2);
  }

  /** Notes the last slice that was acknowledged together with all before it. */
  private void note(List<Sending> sendings) {
    long last = published;
    for (Sending sending : sendings) {
      if (!sending.isAcknowledged()) {
        break;
      }
      last = sending.lastNumber;
    }
    if (last == published) {
      return;
    }
    if (!publications.raise(shard, fence, last)) {
      log.info(
          "Another holder publishes shard {}; {} was noted before or is not ours", shard, last);
    }
    published = last;
  }

  private void discardProducer() {
    Producer<byte[], byte[]> old = producer;
    producer = null;
    if (old != null) {
      // A producer does not close on an interrupted thread.
      boolean interrupted = Thread.interrupted();
      old.close(Duration.ZERO);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A slice with its elements at hand. */
  private record Publishable(SliceMessage message, WrittenElements written) {}

  /** The broker's answers to the events of one slice, heard on the producer's own thread. */
  private static final class Sending implements Callback {
    private final long lastNumber;
    private final FirstFailure failure;
    private int unanswered;

    private Sending(long lastNumber, int events, FirstFailure failure) {
      this.lastNumber = lastNumber;
      this.unanswered = events;
      this.failure = failure;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception refused) {
      if (refused == null) {
        acknowledge();
      } else {
        failure.note(refused);
      }
    }

    private synchronized void acknowledge() {
      unanswered--;
    }

    private synchronized boolean isAcknowledged() {
      return unanswered == 0;
    }
  }

  /**
   * Ends the producer at the first failure. An event that waited too long is given up, while a
   * younger one of the same reservation may still be sent if the broker comes back just then:
   * consumers would meet the younger one first. So nothing may be sent after a failure.
   */
  private record FirstFailure(
      Producer<byte[], byte[]> producer, AtomicReference<@Nullable Exception> first) {

    private FirstFailure(Producer<byte[], byte[]> producer) {
      this(producer, new AtomicReference<>());
    }

    private @Nullable Exception get() {
      return first.get();
    }

    private void note(Exception failure) {
      if (first.compareAndSet(null, failure)) {
        producer.close(Duration.ZERO);
      }
    }
  }
}
