package dev.sluice.intake.bulk;

import dev.sluice.contract.request.Digest;
import dev.sluice.contract.stream.AppendScript;
import dev.sluice.intake.append.AppendResult;
import dev.sluice.intake.append.Appenders;
import dev.sluice.intake.bulk.BulkAnswer.Refusal;
import dev.sluice.intake.bulk.line.LineProblem;
import dev.sluice.intake.outcome.ForgottenRequests;
import dev.sluice.intake.outcome.Outcomes;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.outcome.reference.References;
import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.problem.ProblemType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Queues the lines of bulk calls. The manifest is stored first and the lines' ids follow from the
 * call's, so a call that was cut short is completed by repeating it.
 */
@Component
final class Bulks {

  private final Manifests manifests;
  private final Appenders appenders;
  private final Outcomes outcomes;
  private final ForgottenRequests forgotten;
  private final References references;

  Bulks(
      Manifests manifests,
      Appenders appenders,
      Outcomes outcomes,
      ForgottenRequests forgotten,
      References references) {
    this.manifests = manifests;
    this.appenders = appenders;
    this.outcomes = outcomes;
    this.forgotten = forgotten;
    this.references = references;
  }

  /**
   * Queues what is well-formed.
   *
   * @param lines at least one
   * @return what became of the lines, and whether the call was known already
   * @param digest of what the body means
   * @throws Problem 422 if the id was used for another body, 503 if no line could be queued for
   *     want of room, 400 if none is well-formed
   */
  Submitted submit(UUID id, String customer, Digest digest, List<BulkLine> lines) {
    Optional<Manifest> known = manifests.find(id);
    if (known.isEmpty()) {
      requireSomeReady(id, lines);
      List<ManifestLine> manifest = lines.stream().map(ManifestLine::of).toList();
      if (!manifests.add(id, customer, digest, manifest)) {
        known = manifests.find(id);
      }
    }
    known.ifPresent(manifest -> requireSame(manifest, customer, digest));
    List<BulkLine> asBefore = known.map(manifest -> refusedAsBefore(manifest, lines)).orElse(lines);
    return new Submitted(append(id, asBefore, known.isPresent()), known.isPresent());
  }

  /**
   * What became of a bulk call.
   *
   * @param answer for the client
   * @param repeated whether the call was known already
   */
  record Submitted(BulkAnswer answer, boolean repeated) {}

  private BulkAnswer append(UUID id, List<BulkLine> lines, boolean repeated) {
    var refusals = new ArrayList<Refusal>();
    var ready = new ArrayList<BulkLine.Ready>();
    for (BulkLine line : lines) {
      switch (line) {
        case BulkLine.Ready request -> ready.add(request);
        case BulkLine.Refused refused ->
            refusals.add(new Refusal(refused.line(), refused.problem()));
      }
    }
    List<Refusal> late = appendAll(ready, repeated);
    if (!ready.isEmpty() && late.size() == ready.size()) {
      throw nothingQueued(id, late.getFirst().problem());
    }
    List<Refusal> all =
        Stream.concat(refusals.stream(), late.stream())
            .sorted(Comparator.comparingInt(Refusal::line))
            .toList();
    return BulkAnswer.of(id, lines.size(), all);
  }

  /**
   * Appends a call's worth at a time, so that requests of others come between; where one batch is
   * not taken whole, the rest is not tried.
   */
  private List<Refusal> appendAll(List<BulkLine.Ready> ready, boolean repeated) {
    var refusals = new ArrayList<Refusal>();
    LineProblem full = null;
    for (int from = 0; from < ready.size(); from += AppendScript.REQUESTS_PER_CALL_MAX) {
      List<BulkLine.Ready> batch =
          ready.subList(from, Math.min(ready.size(), from + AppendScript.REQUESTS_PER_CALL_MAX));
      if (full == null) {
        List<Refusal> refused = appendBatch(batch, repeated);
        refusals.addAll(refused);
        full = notTried(refused);
      } else {
        for (BulkLine.Ready line : batch) {
          refusals.add(new Refusal(line.line(), full));
        }
      }
    }
    return refusals;
  }

  private List<Refusal> appendBatch(List<BulkLine.Ready> batch, boolean repeated) {
    List<CompletableFuture<AppendResult>> results =
        batch.stream().map(line -> appenders.appendLater(line.shard(), line.request())).toList();
    List<Supplier<AppendResult>> all = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      BulkLine.Ready line = batch.get(i);
      AppendResult result =
          results.get(i).join().orKnown(line.request(), outcomes.findRemembered(keyOf(line)));
      // The lines of a call that is new are new, too.
      all.add(repeated ? forgotten.orDecided(line.shard(), line.request(), result) : () -> result);
    }
    var refusals = new ArrayList<Refusal>();
    for (int i = 0; i < batch.size(); i++) {
      BulkLine.Ready line = batch.get(i);
      AppendResult result = all.get(i).get();
      if (result instanceof AppendResult.Queued queued) {
        outcomes.remember(keyOf(line), queued.remembered());
        references.remember(line.request(), queued.remembered().entry());
      } else {
        refusals.add(new Refusal(line.line(), problem(result)));
      }
    }
    return refusals;
  }

  private static RequestKey keyOf(BulkLine.Ready line) {
    return new RequestKey(line.request().session(), line.request().id());
  }

  private static LineProblem problem(AppendResult result) {
    return switch (result) {
      case AppendResult.Queued queued -> throw new IllegalStateException("Queued is no problem");
      case AppendResult.IdReused() ->
          LineProblem.of(IntakeProblem.ID_REUSED, "The line's id was used for another request.");
      case AppendResult.BacklogFull(AppendResult.Bound bound) ->
          LineProblem.full(IntakeProblem.BACKLOG_FULL, bound);
      case AppendResult.CallerFull() ->
          LineProblem.retryable(
              IntakeProblem.TOO_MANY_REQUESTS, AppendResult.CallerFull.REASON + ".");
      case AppendResult.NotNow(String why) ->
          LineProblem.retryable(
              HttpProblem.NOT_NOW, "It could not be queued now; repeat the call later.");
      case AppendResult.InDoubt(String why) ->
          LineProblem.retryable(
              IntakeProblem.IN_DOUBT, "It may be queued or not; repeat the call to be sure.");
    };
  }

  /** Why the rest is not tried; null if it is. */
  private static @Nullable LineProblem notTried(List<Refusal> refused) {
    return refused.stream()
        .map(Refusal::problem)
        .filter(LineProblem::retryable)
        // One customer's bound says nothing of the others'.
        .filter(problem -> !problem.type().equals(IntakeProblem.TOO_MANY_REQUESTS.uri()))
        .findFirst()
        .map(
            cause ->
                cause.type().equals(IntakeProblem.IN_DOUBT.uri())
                    ? LineProblem.retryable(
                        HttpProblem.NOT_NOW, "It was not tried; repeat the call later.")
                    : cause)
        .orElse(null);
  }

  private Problem nothingQueued(UUID id, LineProblem first) {
    ProblemType type =
        Stream.<ProblemType>of(
                IntakeProblem.BACKLOG_FULL,
                IntakeProblem.TOO_MANY_REQUESTS,
                IntakeProblem.IN_DOUBT,
                IntakeProblem.ID_REUSED)
            .filter(candidate -> candidate.uri().equals(first.type()))
            .findFirst()
            .orElse(HttpProblem.NOT_NOW);
    Problem problem =
        Problem.of(
                type,
                "No line could be queued. "
                    + first.detail()
                    + " With the bulk's id as its Idempotency-Key each line is decided once.")
            .with("bulkId", id)
            .retryAfter(appenders.retryAfter());
    return first.bound() == null ? problem : problem.with("bound", first.bound().name());
  }

  private static void requireSomeReady(UUID id, List<BulkLine> lines) {
    List<Refusal> refusals =
        lines.stream()
            .filter(BulkLine.Refused.class::isInstance)
            .map(BulkLine.Refused.class::cast)
            .map(refused -> new Refusal(refused.line(), refused.problem()))
            .toList();
    if (refusals.size() == lines.size()) {
      Problem problem =
          Problem.of(HttpProblem.INVALID_REQUEST, "No line is a request; see refusals.")
              .with("bulkId", id)
              .with("refusals", BulkAnswer.first(refusals));
      throw refusals.size() > BulkAnswer.REFUSALS_MAX
          ? problem.with("moreRefusals", refusals.size() - BulkAnswer.REFUSALS_MAX)
          : problem;
    }
  }

  private static void requireSame(Manifest manifest, String customer, Digest digest) {
    if (!manifest.customer().equals(customer) || !manifest.digest().equals(digest)) {
      throw Problem.of(
          IntakeProblem.ID_REUSED, "The key was used for another bulk call; use a new one.");
    }
  }

  /** A line that was refused the first time is refused again, whatever has changed since. */
  private static List<BulkLine> refusedAsBefore(Manifest manifest, List<BulkLine> lines) {
    Map<Integer, LineProblem> before =
        manifest.lines().stream()
            .filter(line -> line.problem() != null)
            .collect(Collectors.toMap(ManifestLine::line, Bulks::problemOf));
    return lines.stream()
        .map(
            line -> {
              LineProblem problem = before.get(line.line());
              return problem == null ? line : new BulkLine.Refused(line.line(), problem);
            })
        .toList();
  }

  private static LineProblem problemOf(ManifestLine line) {
    LineProblem problem = line.problem();
    if (problem == null) {
      throw new IllegalStateException("Line " + line.line() + " was not refused");
    }
    return problem;
  }
}
