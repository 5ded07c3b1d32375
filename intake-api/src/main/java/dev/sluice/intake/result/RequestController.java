package dev.sluice.intake.result;

import dev.sluice.contract.Uuids;
import dev.sluice.intake.outcome.OutcomeSettings;
import dev.sluice.intake.outcome.Outcomes;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.outcome.Standing;
import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.intake.session.Session;
import dev.sluice.intake.session.Sessions;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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

  /** Seconds after which to ask again, where nothing tells how long it takes. */
  private static final String RETRY_AFTER_UNKNOWN = "2";

  private final Sessions sessions;
  private final Outcomes outcomes;
  private final OutcomeSettings settings;
  private final WaitingCalls calls;
  private final EventStreams streams;
  private final RequestViews views;

  RequestController(
      Sessions sessions,
      Outcomes outcomes,
      OutcomeSettings settings,
      WaitingCalls calls,
      EventStreams streams,
      RequestViews views) {
    this.sessions = sessions;
    this.outcomes = outcomes;
    this.settings = settings;
    this.calls = calls;
    this.streams = streams;
    this.views = views;
  }

  /** Answers at once, or with a result for later: only who has to wait pays for waiting. */
  @Override
  @GetMapping
  public Object get(
      @PathVariable String sessionId,
      @PathVariable String requestId,
      @RequestHeader(name = "Prefer", required = false) @Nullable List<String> prefer,
      Caller caller) {
    Address address = address(sessionId, requestId, caller);
    Standing now = find(outcomes, address);
    Optional<Duration> wish = Preference.waiting(prefer).map(this::atMost);
    if (wish.isEmpty()) {
      return answer(address, now, null);
    }
    Duration time = wish.get();
    if (!(now instanceof Standing.Pending pending)) {
      return answer(address, now, time);
    }
    WaitingCalls.@Nullable Call call = calls.begin(address.customer()).orElse(null);
    return call == null
        ? answer(address, now, null)
        : LongPoll.begin(
            outcomes, address, pending, time, call, later -> answer(address, later, time));
  }

  @Override
  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  public void events(
      @PathVariable String sessionId,
      @PathVariable String requestId,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    Address address = address(sessionId, requestId, caller);
    streams.open(address, find(outcomes, address), lastEventId, request, response);
  }

  /**
   * What is known of it. One answer for all: what is missing and what is another's look the same.
   */
  static Standing find(Outcomes outcomes, Address address) {
    return outcomes
        .find(address.shard(), address.request(), address.customer())
        .orElseThrow(RequestController::unknown);
  }

  /**
   * The answer.
   *
   * @param waited how long the client would have waited; null if it did not ask for it, or there is
   *     no room for one more who waits
   */
  private ResponseEntity<RequestView> answer(
      Address address, Standing standing, @Nullable Duration waited) {
    RequestView view = views.of(address.shard(), address.request(), standing);
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok().cacheControl(CacheControl.noStore());
    if (waited != null) {
      answer.header("Preference-Applied", "wait=" + waited.toSeconds());
    }
    if (standing instanceof Standing.Pending) {
      Long seconds = view.estimatedSeconds();
      answer.header("Retry-After", seconds == null ? RETRY_AFTER_UNKNOWN : seconds.toString());
    }
    return answer.body(view);
  }

  private Duration atMost(Duration wish) {
    return wish.compareTo(settings.waitMax()) < 0 ? wish : settings.waitMax();
  }

  private Address address(String sessionId, String requestId, Caller caller) {
    UUID session = Uuids.parse(sessionId);
    UUID request = Uuids.parse(requestId);
    if (session == null || request == null) {
      throw unknown();
    }
    int shard = sessions.find(session).map(Session::shard).orElseThrow(RequestController::unknown);
    return new Address(shard, new RequestKey(session, request), caller.name());
  }

  private static Problem unknown() {
    return Problem.of(IntakeProblem.UNKNOWN_REQUEST, "There is no such request of yours.");
  }
}
