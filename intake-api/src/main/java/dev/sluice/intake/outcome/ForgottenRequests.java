package dev.sluice.intake.outcome;

import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.intake.append.AppendResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells repeats from new requests where a bound has refused both, because Redis had forgotten the
 * ids early: they are looked for in the database. A full queue must not become work for that, so a
 * replica asks ten times a second at most, for a thousand at once. Thread-safe.
 */
@Component
public final class ForgottenRequests implements AutoCloseable {

  private static final int WAITING_MAX = 5_000;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Outcomes outcomes;
  private final Decisions decisions;
  private final JournalSlices journal;
  private final LookUps lookUps;

  ForgottenRequests(Outcomes outcomes, Decisions decisions, JournalSlices journal) {
    this.outcomes = outcomes;
    this.decisions = decisions;
    this.journal = journal;
    this.lookUps =
        new LookUps(this::findAll, WAITING_MAX, JournalSlices.NAMES_MAX, PAUSE, PATIENCE);
  }

  /**
   * The same, unless a bound refused the request and it repeats one that was decided. It is asked
   * at once, and waited for by who takes the answer.
   *
   * @param shard of the request's session
   */
  public Supplier<AppendResult> orDecided(int shard, Request request, AppendResult result) {
    return switch (result) {
      case AppendResult.Queued _,
          AppendResult.IdReused _,
          AppendResult.NotNow _,
          AppendResult.InDoubt _ ->
          () -> result;
      case AppendResult.BacklogFull _, AppendResult.CallerFull _ -> {
        var key = new RequestKey(request.session(), request.id());
        CompletableFuture<JournalSlices.@Nullable DecidedAt> decidedAt =
            lookUps.find(new LookUps.Question(shard, key));
        yield () -> resultOf(request, decidedAt.join(), result);
      }
    };
  }

  @Override
  public void close() {
    lookUps.close();
  }

  private AppendResult resultOf(
      Request request, JournalSlices.@Nullable DecidedAt decidedAt, AppendResult otherwise) {
    // What could not be read cannot be compared: once there is room, the drain tells.
    if (decidedAt == null || decidedAt.digest().equals(Digest.NONE)) {
      return otherwise;
    }
    return decidedAt.digest().equals(request.digest())
        ? decisions
            .find(decidedAt.shard(), decidedAt.number())
            .<AppendResult>map(decision -> repeated(request, decision))
            .orElse(otherwise)
        : new AppendResult.IdReused();
  }

  /** As it is remembered again after Redis was lost: how many waited before it is not known. */
  private static AppendResult repeated(Request request, LocatedOutcome decision) {
    return new AppendResult.Queued(
        RememberedRequest.of(decision.entry(), request.digest(), request.customer(), 1), true);
  }

  private Map<RequestKey, JournalSlices.DecidedAt> findAll(List<LookUps.Question> questions) {
    var early = new HashMap<Integer, Boolean>();
    return journal.listForgotten(
        questions.stream()
            .filter(one -> early.computeIfAbsent(one.shard(), outcomes::mayHaveForgottenEarly))
            .map(LookUps.Question::request)
            .toList());
  }
}
