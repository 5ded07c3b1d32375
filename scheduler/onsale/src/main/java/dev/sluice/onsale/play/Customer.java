package dev.sluice.onsale.play;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Command;
import dev.sluice.rig.evidence.client.Answer;
import dev.sluice.rig.evidence.client.RequestKey;
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
        case Step.Ask(PlannedRequest planned) -> ask(planned);
        case Step.AskTwice(PlannedRequest planned) -> askTwice(planned);
        case Step.Repeat(PlannedRequest planned) -> repeat(planned);
        case Step.Reuse(PlannedRequest planned, Command other) -> reuse(planned, other);
        case Step.GiveBack giveBack -> ask(cancellation(giveBack));
        case Step.Pay pay -> pay(pay);
        case Step.Misfit misfit -> misfit(visit.customer(), misfit);
      }
    }
  }

  private void ask(PlannedRequest planned) throws InterruptedException {
    long sentAt = System.nanoTime();
    awaitOutcome(planned, client.submit(planned), sentAt);
  }

  /** A provider takes its own time, which tells nothing of ours. */
  private void pay(Step.Pay step) throws InterruptedException {
    PlannedRequest planned = payment(step);
    RequestKey key = client.submit(planned);
    Answer answer = key == null ? null : client.awaitOutcome(planned.customer(), key);
    if (answer != null) {
      notes.answered(answer);
    }
  }

  /** What is decided already is answered at once, so it tells nothing of waiting. */
  private void repeat(PlannedRequest planned) throws InterruptedException {
    RequestKey key = client.submit(planned);
    Answer answer = key == null ? null : client.awaitOutcome(planned.customer(), key);
    if (answer != null) {
      notes.answered(answer);
    }
  }

  private void askTwice(PlannedRequest planned) throws InterruptedException {
    long sentAt = System.nanoTime();
    var twin = new FutureTask<>(() -> client.submit(planned));
    Thread.ofVirtual().start(twin);
    RequestKey key = client.submit(planned);
    try {
      twin.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The twin of " + planned + " failed", e.getCause());
    }
    awaitOutcome(planned, key, sentAt);
  }

  private void awaitOutcome(PlannedRequest planned, @Nullable RequestKey key, long sentAt)
      throws InterruptedException {
    Answer answer = key == null ? null : client.awaitOutcome(planned.customer(), key);
    if (answer != null) {
      notes.answered(answer, Duration.ofNanos(System.nanoTime() - sentAt));
      lastAnswer = answer;
    }
  }

  private void reuse(PlannedRequest planned, Command other) throws InterruptedException {
    Reply reply = client.send(planned, other);
    if (reply != null && planned.id() != null) {
      notes.reused(new RequestKey(planned.session(), planned.id()), reply.status());
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

  /** Of what the visit's reservation was told to cost. */
  private PlannedRequest payment(Step.Pay step) {
    PlannedRequest planned = step.planned();
    Command.Pay command = step.command();
    return lastAnswer != null
            && lastAnswer.outcome() instanceof Outcome.Held held
            && held.reservation().equals(command.reservation())
        ? new PlannedRequest(
            planned.session(),
            planned.id(),
            planned.customer(),
            new Command.Pay(command.reservation(), held.amount(), command.paymentKey()))
        : planned;
  }

  /** In part: the first of the seats that the visit's reservation was just given. */
  private PlannedRequest cancellation(Step.GiveBack step) {
    PlannedRequest planned = step.planned();
    if (step.inPart()
        && lastAnswer != null
        && lastAnswer.outcome() instanceof Outcome.Held held
        && held.reservation().equals(step.reservation())
        && held.seats().size() > 1) {
      return new PlannedRequest(
          planned.session(),
          planned.id(),
          planned.customer(),
          new Command.Cancel(step.reservation(), held.seats().subList(0, 1)));
    }
    return planned;
  }
}
