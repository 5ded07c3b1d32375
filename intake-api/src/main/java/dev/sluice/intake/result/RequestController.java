package dev.sluice.intake.result;

import dev.sluice.contract.Uuids;
import dev.sluice.intake.outcome.OutcomeSettings;
import dev.sluice.intake.outcome.Outcomes;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.outcome.Standing;
import dev.sluice.intake.problem.Problem;
import dev.sluice.intake.problem.ProblemType;
import dev.sluice.intake.security.Caller;
import dev.sluice.intake.session.Session;
import dev.sluice.intake.session.Sessions;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what became of a request. */
@RestController
@RequestMapping("/v1/sessions/{sessionId}/requests/{requestId}")
final class RequestController implements RequestApi {

  private final Sessions sessions;
  private final Outcomes outcomes;
  private final OutcomeSettings settings;
  private final EventStream events;

  RequestController(
      Sessions sessions, Outcomes outcomes, OutcomeSettings settings, EventStream events) {
    this.sessions = sessions;
    this.outcomes = outcomes;
    this.settings = settings;
    this.events = events;
  }

  @Override
  @GetMapping
  public ResponseEntity<RequestView> get(
      @PathVariable String sessionId,
      @PathVariable String requestId,
      @RequestHeader(name = "Prefer", required = false) @Nullable List<String> prefer,
      Caller caller)
      throws InterruptedException {
    Address address = address(sessionId, requestId);
    Optional<Duration> wish = Preference.waiting(prefer);
    Duration time =
        wish.filter(wait -> wait.compareTo(settings.waitMax()) < 0).orElse(settings.waitMax());
    Optional<Standing> standing =
        wish.isEmpty()
            ? outcomes.find(address.shard(), address.request(), caller.customer())
            : outcomes.await(address.shard(), address.request(), caller.customer(), time);
    RequestView view =
        RequestView.of(address.request(), standing.orElseThrow(RequestController::unknown));
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok().cacheControl(CacheControl.noStore());
    if (wish.isPresent()) {
      answer.header("Preference-Applied", "wait=" + time.toSeconds());
    }
    Long seconds = view.estimatedSeconds();
    if (seconds != null) {
      answer.header("Retry-After", seconds.toString());
    }
    return answer.body(view);
  }

  @Override
  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  public void events(
      @PathVariable String sessionId,
      @PathVariable String requestId,
      Caller caller,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    Address address = address(sessionId, requestId);
    Standing standing =
        outcomes
            .find(address.shard(), address.request(), caller.customer())
            .orElseThrow(RequestController::unknown);
    events.write(address.shard(), address.request(), caller.customer(), standing, response);
  }

  private Address address(String sessionId, String requestId) {
    UUID session = Uuids.parse(sessionId);
    UUID request = Uuids.parse(requestId);
    if (session == null || request == null) {
      throw unknown();
    }
    int shard = sessions.find(session).map(Session::shard).orElseThrow(RequestController::unknown);
    return new Address(shard, new RequestKey(session, request));
  }

  /** One answer for all: what is missing and what is another's look the same. */
  private static Problem unknown() {
    return Problem.of(ProblemType.UNKNOWN_REQUEST, "There is no such request of yours.");
  }

  private record Address(int shard, RequestKey request) {}
}
