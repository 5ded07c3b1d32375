package dev.sluice.intake.submission;

import dev.sluice.contract.Limits;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.CommandJson;
import dev.sluice.contract.request.RequestType;
import dev.sluice.intake.body.Bodies;
import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.intake.session.Session;
import dev.sluice.intake.session.Sessions;
import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes in one request a call. */
@RestController
@RequestMapping("/v1/sessions/{sessionId}/reservations")
final class SubmissionController implements SubmissionApi {

  private final Sessions sessions;
  private final Submissions submissions;
  private final CallerLimits limits;
  private final Bodies bodies;

  SubmissionController(
      Sessions sessions, Submissions submissions, CallerLimits limits, Bodies bodies) {
    this.sessions = sessions;
    this.submissions = submissions;
    this.limits = limits;
    this.bodies = bodies;
  }

  @Override
  // Says what it answers, so that who does not accept that is refused before anything is queued.
  @PostMapping(
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<Queued> reserve(
      @PathVariable String sessionId,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      Caller caller,
      HttpServletRequest request)
      throws IOException {
    limits.takeRequest(caller.name());
    Session session = sessions.get(Ids.ofPath(sessionId, IntakeProblem.UNKNOWN_SESSION));
    UUID key = Ids.key(idempotencyKey);
    byte[] body = bodies.read(request, Limits.PAYLOAD_BYTES_MAX);
    Command command = CommandJson.read(RequestType.RESERVE, body);
    WellFormed.check(command);
    return submissions.submit(session, key, caller.name(), command);
  }

  @Override
  @DeleteMapping(path = "/{reservationId}", produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<Queued> cancel(
      @PathVariable String sessionId,
      @PathVariable String reservationId,
      @RequestParam(required = false) @Nullable String seats,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      Caller caller) {
    limits.takeRequest(caller.name());
    Session session = sessions.get(Ids.ofPath(sessionId, IntakeProblem.UNKNOWN_SESSION));
    UUID reservation = Ids.ofPath(reservationId, HttpProblem.NOT_FOUND);
    UUID key = Ids.key(idempotencyKey);
    Command command = new Command.Cancel(reservation, labels(seats));
    WellFormed.check(command);
    return submissions.submit(session, key, caller.name(), command);
  }

  @Override
  @PostMapping(
      path = "/{reservationId}/payment",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<Queued> pay(
      @PathVariable String sessionId,
      @PathVariable String reservationId,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      Caller caller,
      HttpServletRequest request)
      throws IOException {
    limits.takeRequest(caller.name());
    Session session = sessions.get(Ids.ofPath(sessionId, IntakeProblem.UNKNOWN_SESSION));
    UUID reservation = Ids.ofPath(reservationId, HttpProblem.NOT_FOUND);
    UUID key = Ids.key(idempotencyKey);
    byte[] body = bodies.read(request, Limits.PAYLOAD_BYTES_MAX);
    Command command = CommandJson.read(RequestType.PAY, reservation, body);
    return submissions.submit(session, key, caller.name(), command);
  }

  /** None given: all seats. Given but empty: a mistake that must not cancel everything. */
  private static List<String> labels(@Nullable String seats) {
    return seats == null ? List.of() : List.of(seats.split(",", -1));
  }
}
