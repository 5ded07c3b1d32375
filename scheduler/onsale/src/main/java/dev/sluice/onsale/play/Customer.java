package dev.sluice.onsale.play;

import dev.sluice.contract.Command;
import dev.sluice.contract.Outcome;
import dev.sluice.rig.evidence.Answer;
import dev.sluice.rig.evidence.RequestKey;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Plays one visit of single requests; waits for each outcome before the next step. */
final class Customer {

  private final Api api;
  private final Client client;
  private final Notes notes;
  private @Nullable Answer lastAnswer;

  Customer(Api api, Notes notes) {
    this.api = api;
    this.client = new Client(api, notes);
    this.notes = notes;
  }

  void play(Visit.Single visit) throws InterruptedException {
    for (Step step : visit.steps()) {
      switch (step) {
        case Step.Ask(Wish wish) -> ask(wish);
        case Step.AskTwice(Wish wish) -> askTwice(wish);
        case Step.Repeat(Wish wish) -> repeat(wish);
        case Step.Reuse(Wish wish, Command other) -> reuse(wish, other);
        case Step.GiveBack giveBack -> ask(cancellation(giveBack));
        case Step.Misfit misfit -> misfit(visit.customer(), misfit);
      }
    }
  }

  private void ask(Wish wish) throws InterruptedException {
    long sentAt = System.nanoTime();
    awaitOutcome(wish, client.submit(wish), sentAt);
  }

  /** What is decided already is answered at once, so it tells nothing of waiting. */
  private void repeat(Wish wish) throws InterruptedException {
    RequestKey key = client.submit(wish);
    Answer answer = key == null ? null : client.awaitOutcome(wish.customer(), key);
    if (answer != null) {
      notes.answered(answer);
    }
  }

  private void askTwice(Wish wish) throws InterruptedException {
    long sentAt = System.nanoTime();
    var twin = new FutureTask<>(() -> client.submit(wish));
    Thread.ofVirtual().start(twin);
    RequestKey key = client.submit(wish);
    try {
      twin.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The twin of " + wish + " failed", e.getCause());
    }
    awaitOutcome(wish, key, sentAt);
  }

  private void awaitOutcome(Wish wish, @Nullable RequestKey key, long sentAt)
      throws InterruptedException {
    Answer answer = key == null ? null : client.awaitOutcome(wish.customer(), key);
    if (answer != null) {
      notes.answered(answer, Duration.ofNanos(System.nanoTime() - sentAt));
      lastAnswer = answer;
    }
  }

  private void reuse(Wish wish, Command other) throws InterruptedException {
    Reply reply = client.send(wish, other);
    if (reply != null && wish.id() != null) {
      notes.reused(new RequestKey(wish.session(), wish.id()), reply.status());
      notes.refused(reply.problem(), 1);
    }
  }

  private void misfit(String customer, Step.Misfit misfit) throws InterruptedException {
    notes.sent(1);
    try {
      Reply reply = api.reserve(customer, misfit.session(), null, misfit.body());
      notes.refused(reply.problem(), 1);
      if (reply.status() != misfit.status()) {
        notes.surprised(misfit + " was answered " + reply.status() + " " + reply.body());
      }
    } catch (IOException e) {
      notes.surprised(misfit + " was not answered: " + e);
    }
  }

  /** In part: the first of the seats that the visit's reservation was just given. */
  private Wish cancellation(Step.GiveBack step) {
    Wish wish = step.wish();
    if (step.inPart()
        && lastAnswer != null
        && lastAnswer.outcome() instanceof Outcome.Held held
        && held.reservation().equals(step.reservation())
        && held.seats().size() > 1) {
      return new Wish(
          wish.session(),
          wish.id(),
          wish.customer(),
          new Command.Cancel(step.reservation(), held.seats().subList(0, 1)));
    }
    return wish;
  }
}
