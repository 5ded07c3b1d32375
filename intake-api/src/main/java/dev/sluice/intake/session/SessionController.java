package dev.sluice.intake.session;

import dev.sluice.contract.Uuids;
import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.web.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what is on sale. */
@RestController
@RequestMapping("/v1/sessions")
final class SessionController implements SessionApi {

  private static final int PAGE_MAX = 100;

  private final Sessions sessions;
  private final SeatMaps seatMaps;

  SessionController(Sessions sessions, SeatMaps seatMaps) {
    this.sessions = sessions;
    this.seatMaps = seatMaps;
  }

  @Override
  @GetMapping
  public SessionPage list(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false, defaultValue = "20") int limit) {
    if (limit < 1 || limit > PAGE_MAX) {
      throw Problem.invalid("limit", "must be from 1 to " + PAGE_MAX);
    }
    Cursor after = cursor == null ? null : Cursor.parse(cursor);
    List<Session> page =
        sessions.list(
            Instant.now(),
            after == null ? null : after.startsAt(),
            after == null ? null : after.id(),
            limit);
    return new SessionPage(
        page.stream().map(SessionView::of).toList(),
        page.size() < limit ? null : Cursor.of(page.getLast()).toString());
  }

  @Override
  @GetMapping("/{sessionId}")
  public SessionView get(@PathVariable String sessionId) {
    return SessionView.of(session(sessionId));
  }

  @Override
  @GetMapping(path = "/{sessionId}/seats", produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<byte[]> seats(
      @PathVariable String sessionId,
      @RequestHeader(name = HttpHeaders.ACCEPT_ENCODING, required = false)
          @Nullable String acceptEncoding) {
    SeatMaps.Page page = seatMaps.get(session(sessionId));
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.ok()
            // Weak, as it names the content whether it is compressed or not. The framework answers
            // 304 by itself where the client has this tag.
            .eTag("W/\"" + page.version() + "\"")
            .varyBy(HttpHeaders.ACCEPT_ENCODING)
            .cacheControl(CacheControl.maxAge(Duration.ZERO).cachePrivate().mustRevalidate());
    return Gzip.isAccepted(acceptEncoding)
        ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(page.gzip())
        : answer.body(page.json());
  }

  private Session session(String id) {
    UUID parsed = Uuids.parse(id);
    if (parsed == null) {
      throw Problem.of(IntakeProblem.UNKNOWN_SESSION, "An id is a UUID of 36 characters.");
    }
    return sessions.get(parsed);
  }

  /** Where a page ended. */
  private record Cursor(Instant startsAt, UUID id) {

    static Cursor of(Session session) {
      return new Cursor(session.startsAt(), session.id());
    }

    static Cursor parse(String text) {
      String[] words = text.split("_", 2);
      UUID id = words.length == 2 ? Uuids.parse(words[1]) : null;
      if (id == null || !words[0].matches("\\d{1,15}")) {
        throw Problem.invalid("cursor", "must be next of the page before");
      }
      return new Cursor(Instant.ofEpochMilli(Long.parseLong(words[0])), id);
    }

    @Override
    public String toString() {
      return startsAt.toEpochMilli() + "_" + id;
    }
  }
}
