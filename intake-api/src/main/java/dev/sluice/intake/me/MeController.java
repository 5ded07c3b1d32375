package dev.sluice.intake.me;

import dev.sluice.intake.outcome.Outcomes;
import dev.sluice.intake.outcome.RecentRequests;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.outcome.Standing;
import dev.sluice.intake.result.RequestView;
import dev.sluice.intake.result.RequestViews;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.security.Caller;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows callers what is theirs. */
@RestController
@RequestMapping("/v1/me")
final class MeController implements MeApi {

  private static final int PAGE_MAX = 100;
  private static final int REQUESTS_MAX = 50;

  /** By when they were accepted; what has become of them changes nothing in their order. */
  private static final Comparator<Map.Entry<RequestKey, Standing>> NEWEST_FIRST =
      Comparator.comparing(
              (Map.Entry<RequestKey, Standing> request) -> request.getValue().entry(),
              Comparator.reverseOrder())
          .thenComparing(request -> request.getKey().id());

  private final Reservations reservations;
  private final Outcomes outcomes;
  private final RequestViews views;

  MeController(Reservations reservations, Outcomes outcomes, RequestViews views) {
    this.reservations = reservations;
    this.outcomes = outcomes;
    this.views = views;
  }

  @Override
  @GetMapping("/reservations")
  public ReservationPage reservations(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false, defaultValue = "20") int limit,
      Caller caller) {
    if (limit < 1 || limit > PAGE_MAX) {
      throw Problem.invalid("limit", "must be from 1 to " + PAGE_MAX);
    }
    Reservations.Cursor after = cursor == null ? null : parse(cursor);
    List<ReservationView> page = reservations.list(caller.name(), after, limit);
    return new ReservationPage(
        page, page.size() < limit ? null : Reservations.Cursor.of(page.getLast()).toString());
  }

  @Override
  @GetMapping("/requests")
  public RequestList requests(Caller caller) {
    var standings = new LinkedHashMap<RequestKey, Standing>();
    var shown = new HashMap<RequestKey, RequestView>();
    boolean complete = true;
    for (int shard : outcomes.shards()) {
      RecentRequests recent = outcomes.findRecent(shard, caller.name());
      complete &= recent.complete();
      if (!recent.requests().isEmpty()) {
        Map<RequestKey, Standing> found = outcomes.findAll(shard, recent.requests(), Instant.EPOCH);
        standings.putAll(found);
        shown.putAll(views.of(shard, found));
      }
    }
    return new RequestList(
        standings.entrySet().stream()
            .sorted(NEWEST_FIRST)
            .limit(REQUESTS_MAX)
            .map(entry -> shown.get(entry.getKey()))
            .toList(),
        complete);
  }

  private static Reservations.Cursor parse(String text) {
    Reservations.Cursor cursor = Reservations.Cursor.parse(text);
    if (cursor == null) {
      throw Problem.invalid("cursor", "must be next of the page before");
    }
    return cursor;
  }
}
