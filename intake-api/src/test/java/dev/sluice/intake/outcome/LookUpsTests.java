package dev.sluice.intake.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.request.Digest;
import dev.sluice.intake.outcome.LookUps.Question;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Seen to fail: with one question at once, with room for all, and without patience. */
class LookUpsTests {

  private static final int WAITING_MAX = 2_500;

  private final Semaphore answers = new Semaphore(0);
  private final LinkedBlockingQueue<Integer> asked = new LinkedBlockingQueue<>();

  private final LookUps lookUps =
      new LookUps(this::ask, WAITING_MAX, 1_000, Duration.ofMillis(1), Duration.ofSeconds(20));

  @AfterEach
  void close() {
    lookUps.close();
  }

  private Map<RequestKey, JournalSlices.DecidedAt> ask(List<Question> questions) {
    asked.add(questions.size());
    answers.acquireUninterruptibly();
    if (questions.size() == 500) {
      throw new IllegalStateException("The database is away");
    }
    var decidedAt = new HashMap<RequestKey, JournalSlices.DecidedAt>();
    questions.forEach(
        one ->
            decidedAt.put(
                one.request(), new JournalSlices.DecidedAt(one.shard(), 7, new Digest(1, 2))));
    return decidedAt;
  }

  @Test
  void asksManyAtOnceAndOneTimeAfterTheOther() throws InterruptedException {
    CompletableFuture<?> first = find();
    assertThat(asked.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
    List<CompletableFuture<JournalSlices.DecidedAt>> waiting =
        IntStream.range(0, WAITING_MAX).mapToObj(i -> find()).toList();
    assertThat(find()).as("there is no room").isCompletedWithValue(null);
    assertThat(asked).as("while one question is under way").isEmpty();
    answers.release(4);
    assertThat(first.join()).isEqualTo(new JournalSlices.DecidedAt(3, 7, new Digest(1, 2)));
    assertThat(waiting.subList(0, 2_000)).allSatisfy(one -> assertThat(one.join()).isNotNull());
    assertThat(waiting.subList(2_000, WAITING_MAX))
        .as("those that could not be asked pass for unknown")
        .allSatisfy(one -> assertThat(one.join()).isNull());
    assertThat(asked).containsExactly(1_000, 1_000, 500);
  }

  @Test
  void hasNoAnswerForWhoWaitedTooLong() {
    try (var hasty = new LookUps(this::ask, 1, 1_000, Duration.ofMillis(1), Duration.ofMillis(1))) {
      assertThat(hasty.find(new Question(3, new RequestKey(UUID.randomUUID(), UUID.randomUUID()))))
          .succeedsWithin(Duration.ofSeconds(20))
          .isNull();
      answers.release();
    }
  }

  private CompletableFuture<JournalSlices.DecidedAt> find() {
    return lookUps.find(new Question(3, new RequestKey(UUID.randomUUID(), UUID.randomUUID())));
  }
}
