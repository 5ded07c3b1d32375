package dev.sluice.intake.outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers questions that may come by the thousand and asks many at once, one such question at a
 * time and with a pause behind each. So what they cost does not grow with how many come: beyond the
 * room for those that wait they have no answer. Thread-safe.
 */
final class LookUps implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LookUps.class);

  private final BlockingQueue<Waiting> waiting;
  private final Function<List<Question>, Map<RequestKey, JournalSlices.DecidedAt>> asking;
  private final int questionsAtOnce;
  private final Duration pause;
  private final Duration patience;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Begins to wait for questions.
   *
   * @param waitingMax questions that may wait
   * @param questionsAtOnce how many are asked at once
   * @param pause between one asking and the next
   * @param patience after which a question that waits has no answer
   */
  LookUps(
      Function<List<Question>, Map<RequestKey, JournalSlices.DecidedAt>> asking,
      int waitingMax,
      int questionsAtOnce,
      Duration pause,
      Duration patience) {
    this.waiting = new ArrayBlockingQueue<>(waitingMax);
    this.asking = asking;
    this.questionsAtOnce = questionsAtOnce;
    this.pause = pause;
    this.patience = patience;
    this.thread = Thread.ofVirtual().name("look-ups").start(this::answer);
  }

  /** Where the request was decided; null if that is not known, or there is no room to ask. */
  CompletableFuture<JournalSlices.@Nullable DecidedAt> find(Question question) {
    var decidedAt = new CompletableFuture<JournalSlices.@Nullable DecidedAt>();
    return waiting.offer(new Waiting(question, decidedAt))
        ? decidedAt.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
        : CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }

  private void answer() {
    var batch = new ArrayList<Waiting>();
    try {
      do {
        batch.add(waiting.take());
        waiting.drainTo(batch, questionsAtOnce - 1);
        answer(batch);
        batch.clear();
      } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      log.debug("Nothing is looked up any more");
    }
  }

  private void answer(List<Waiting> batch) {
    Map<RequestKey, JournalSlices.DecidedAt> decidedAt = Map.of();
    try {
      decidedAt = asking.apply(batch.stream().map(Waiting::question).toList());
    } catch (RuntimeException e) {
      log.warn("{} requests cannot be looked up, and pass for new ones", batch.size(), e);
    }
    for (Waiting one : batch) {
      one.decidedAt.complete(decidedAt.get(one.question.request));
    }
  }

  /**
   * Whether and where a request was decided.
   *
   * @param shard of its session
   */
  record Question(int shard, RequestKey request) {}

  private record Waiting(
      Question question, CompletableFuture<JournalSlices.@Nullable DecidedAt> decidedAt) {}
}
