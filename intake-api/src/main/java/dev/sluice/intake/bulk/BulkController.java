package dev.sluice.intake.bulk;

import dev.sluice.contract.Limits;
import dev.sluice.intake.body.Bodies;
import dev.sluice.intake.body.HeldBody;
import dev.sluice.intake.bulk.line.BulkBody;
import dev.sluice.intake.bulk.line.Line;
import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.intake.session.Session;
import dev.sluice.intake.session.Sessions;
import dev.sluice.intake.submission.CallerLimits;
import dev.sluice.intake.submission.Ids;
import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes in many requests a call. */
@RestController
final class BulkController implements BulkApi {

  /** States that will be others by themselves, or when the call is repeated. */
  private static final Set<BulkItem.State> UNDONE =
      Set.of(BulkItem.State.QUEUED, BulkItem.State.PAYING, BulkItem.State.NOT_QUEUED);

  private static final int PAGE_DEFAULT = 100;
  private static final int PAGE_MAX = 1000;

  private final Bulks bulks;
  private final BulkItems items;
  private final Manifests manifests;
  private final Sessions sessions;
  private final CallerLimits limits;
  private final Bodies bodies;
  private final ReadingThreads threads;
  private final BulkSettings settings;
  private final Semaphore turns;

  BulkController(
      Bulks bulks,
      BulkItems items,
      Manifests manifests,
      Sessions sessions,
      CallerLimits limits,
      Bodies bodies,
      ReadingThreads threads,
      BulkSettings settings) {
    this.bulks = bulks;
    this.items = items;
    this.manifests = manifests;
    this.sessions = sessions;
    this.limits = limits;
    this.bodies = bodies;
    this.threads = threads;
    this.settings = settings;
    this.turns = new Semaphore(settings.callsMax());
  }

  @Override
  @PostMapping(
      path = "/v1/reservations:bulk",
      consumes = {MediaType.APPLICATION_NDJSON_VALUE, MediaType.APPLICATION_JSON_VALUE},
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<BulkAnswer> submit(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @RequestHeader(HttpHeaders.CONTENT_TYPE) String contentType,
      Caller caller,
      HttpServletRequest request)
      throws IOException {
    UUID id = Ids.keyOrNew(idempotencyKey);
    boolean ndjson =
        MediaType.APPLICATION_NDJSON.isCompatibleWith(MediaType.parseMediaType(contentType));
    try (HeldBody body = bodies.hold(request, caller.name(), Limits.BULK_BYTES_MAX)) {
      // Not before the body is here: a turn is for who works, not for who waits.
      awaitTurn();
      try {
        return submit(id, caller, body.bytes(), ndjson);
      } finally {
        turns.release();
      }
    }
  }

  @Override
  @GetMapping("/v1/bulk/{bulkId}")
  public BulkStatus status(@PathVariable String bulkId, Caller caller) {
    Manifest manifest = own(bulkId, caller);
    Map<BulkItem.State, Long> counts = items.count(manifest);
    return new BulkStatus(
        manifest.id(),
        manifest.createdAt(),
        manifest.lines().size(),
        counts,
        UNDONE.stream().noneMatch(counts::containsKey));
  }

  @Override
  @GetMapping("/v1/bulk/{bulkId}/items")
  public BulkPage items(
      @PathVariable String bulkId,
      @RequestParam(required = false) BulkItem.@Nullable State state,
      @RequestParam(required = false, defaultValue = "0") int cursor,
      @RequestParam(required = false, defaultValue = "" + PAGE_DEFAULT) int limit,
      Caller caller) {
    if (limit < 1 || limit > PAGE_MAX) {
      throw Problem.invalid("limit", "must be from 1 to " + PAGE_MAX);
    }
    Manifest manifest = own(bulkId, caller);
    List<ManifestLine> rest =
        manifest.lines().stream().filter(line -> line.line() > cursor).toList();
    var page = new ArrayList<BulkItem>();
    // A page's worth at a time, until the page is full or the lines are at an end.
    for (int from = 0; from < rest.size() && page.size() < limit; from += PAGE_MAX) {
      List<ManifestLine> some = rest.subList(from, Math.min(rest.size(), from + PAGE_MAX));
      page.addAll(items.list(manifest, some, state, limit - page.size()));
    }
    boolean more = page.size() == limit && page.getLast().line() < rest.getLast().line();
    return new BulkPage(page, more ? Integer.toString(page.getLast().line()) : null);
  }

  private void awaitTurn() {
    try {
      if (turns.tryAcquire(settings.turnWait().toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Problem.of(
            HttpProblem.NOT_NOW, "Too many bulk calls are under way. Nothing was accepted.")
        .retryAfter(Duration.ofSeconds(1));
  }

  private ResponseEntity<BulkAnswer> submit(UUID id, Caller caller, byte[] bytes, boolean ndjson) {
    BulkBody body =
        threads.call(
            () ->
                BulkBody.read(
                    bytes, ndjson, id, caller, count -> limits.takeLines(caller.name(), count)));
    Bulks.Submitted submitted =
        bulks.submit(id, caller.name(), body.meaning(), placed(body.lines()));
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.accepted()
            .header(HttpHeaders.LOCATION, "/v1/bulk/" + id)
            .header(HttpHeaders.RETRY_AFTER, "1");
    if (submitted.repeated()) {
      answer.header("Idempotent-Replayed", "true");
    }
    return answer.body(submitted.answer());
  }

  private List<BulkLine> placed(List<Line> lines) {
    Map<UUID, Session> known =
        sessions.findAll(
            lines.stream()
                .filter(Line.Wish.class::isInstance)
                .map(line -> ((Line.Wish) line).request().session())
                .collect(Collectors.toSet()));
    return lines.stream().map(line -> BulkLine.of(line, known)).toList();
  }

  private Manifest own(String bulkId, Caller caller) {
    return manifests
        .find(Ids.ofPath(bulkId, IntakeProblem.UNKNOWN_BULK))
        .filter(manifest -> manifest.customer().equals(caller.name()))
        .orElseThrow(
            () -> Problem.of(IntakeProblem.UNKNOWN_BULK, "There is no such bulk call of yours."));
  }
}
