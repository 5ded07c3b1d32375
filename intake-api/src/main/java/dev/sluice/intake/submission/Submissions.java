package dev.sluice.intake.submission;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.intake.append.AppendResult;
import dev.sluice.intake.append.Appenders;
import dev.sluice.intake.outcome.Estimate;
import dev.sluice.intake.outcome.ForgottenRequests;
import dev.sluice.intake.outcome.Outcomes;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.outcome.reference.References;
import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.intake.session.Session;
import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Submits single requests and says what became of them. */
@Component
final class Submissions {

  private final Appenders appenders;
  private final Outcomes outcomes;
  private final ForgottenRequests forgotten;
  private final References references;

  Submissions(
      Appenders appenders, Outcomes outcomes, ForgottenRequests forgotten, References references) {
    this.appenders = appenders;
    this.outcomes = outcomes;
    this.forgotten = forgotten;
    this.references = references;
  }

  /**
   * Appends the request and answers 202, or throws why not.
   *
   * @param key the id that the client gives it; null for a new one, which nothing can repeat
   */
  ResponseEntity<Queued> submit(
      Session session, @Nullable UUID key, String customer, Command command) {
    UUID id = key == null ? Ids.newId() : key;
    Request request = Request.of(id, session.id(), customer, command);
    AppendResult result =
        appenders
            .append(session.shard(), request)
            .orKnown(request, outcomes.findRemembered(keyOf(request)));
    if (key != null) {
      result = forgotten.orDecided(session.shard(), request, result).get();
    }
    return switch (result) {
      case AppendResult.Queued queued -> accepted(request, session.shard(), queued);
      case AppendResult.IdReused() ->
          throw Problem.of(
              IntakeProblem.ID_REUSED,
              "The id was used for another request of this session; use a new one.");
      case AppendResult.BacklogFull(AppendResult.Bound bound) ->
          throw Problem.of(
                  IntakeProblem.BACKLOG_FULL,
                  "The queue of this session is full because "
                      + bound.reason()
                      + ". This call was not accepted; send it again later.")
              .with("bound", bound.name())
              .retryAfter(appenders.retryAfter());
      case AppendResult.CallerFull() ->
          throw Problem.of(
                  IntakeProblem.TOO_MANY_REQUESTS,
                  AppendResult.CallerFull.REASON + ". This call was not accepted.")
              .retryAfter(appenders.callerRetryAfter());
      case AppendResult.NotNow(String why) ->
          throw Problem.of(
                  HttpProblem.NOT_NOW,
                  "Requests cannot be queued right now. This call was not accepted; send it again"
                      + " later.")
              .retryAfter(appenders.retryAfter());
      case AppendResult.InDoubt(String why) ->
          throw Problem.of(
                  IntakeProblem.IN_DOUBT,
                  "The queue did not answer, so the request may still be decided. Ask at"
                      + " requestUrl, or send the same body again with requestId as its"
                      + " Idempotency-Key: it is decided once.")
              .with("requestId", id)
              .with("requestUrl", location(request))
              .header(HttpHeaders.LOCATION, location(request))
              .retryAfter(appenders.retryAfter());
    };
  }

  private ResponseEntity<Queued> accepted(Request request, int shard, AppendResult.Queued queued) {
    outcomes.remember(keyOf(request), queued.remembered());
    references.remember(request, queued.remembered().entry());
    Instant acceptedAt = Instant.ofEpochMilli(queued.remembered().entry().milliseconds());
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.accepted()
            .header(HttpHeaders.LOCATION, location(request))
            .header(HttpHeaders.RETRY_AFTER, "1");
    if (queued.repeated()) {
      answer.header("Idempotent-Replayed", "true");
    }
    return answer.body(queued(request, shard, queued.remembered().place(), acceptedAt));
  }

  private Queued queued(Request request, int shard, long place, Instant acceptedAt) {
    return switch (outcomes.estimate(shard, place)) {
      case Estimate.Known known ->
          new Queued(
              request.id(),
              request.session(),
              "QUEUED",
              place,
              acceptedAt,
              true,
              null,
              appenders.nextDrainAt(acceptedAt));
      // That a drain is due would be a guess, too.
      case Estimate.Unknown(Estimate.Why why) ->
          new Queued(
              request.id(), request.session(), "QUEUED", place, acceptedAt, false, why, null);
    };
  }

  private static RequestKey keyOf(Request request) {
    return new RequestKey(request.session(), request.id());
  }

  private static String location(Request request) {
    return "/v1/sessions/" + request.session() + "/requests/" + request.id();
  }
}
