package dev.sluice.intake.me;

import dev.sluice.contract.Uuids;
import dev.sluice.intake.outcome.Outcomes;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.outcome.Standing;
import dev.sluice.intake.problem.Problem;
import dev.sluice.intake.result.RequestView;
import dev.sluice.intake.security.Caller;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the caller what is his. */
@RestController
@RequestMapping("/v1/me")
final class MeController implements MeApi {

  private static final int PAGE_MAX = 100;
  private static final int REQUESTS_MAX = 50;

  /** By the stream's clock for what waits, by the database's for what is decided. */
  private static final Comparator<Standing> NEWEST_FIRST =
      Comparator.comparing(
              (Standing standing) ->
                  switch (standing) {
                    case Standing.Queued queued -> Long.MAX_VALUE;
                    case Standing.Decided decided -> decided.decision().at().toEpochMilli();
                  })
          .thenComparing(
              standing ->
                  switch (standing) {
                    case Standing.Queued queued -> queued.remembered().entry().milliseconds();
                    case Standing.Decided decided -> decided.decision().number();
                  })
          .reversed();

  private final Reservations reservations;
  private final Outcomes outcomes;

  MeController(Reservations reservations, Outcomes outcomes) {
    this.reservations = reservations;
    this.outcomes = outcomes;
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
    RequestKey after = cursor == null ? null : parse(cursor);
    List<ReservationView> page = reservations.list(caller.customer(), after, limit);
    return new ReservationPage(
        page, page.size() < limit ? null : page.getLast().session() + "_" + page.getLast().id());
  }

  @Override
  @GetMapping("/requests")
  public RequestList requests(Caller caller) {
    var standings = new LinkedHashMap<RequestKey, Standing>();
    for (int shard : outcomes.shards()) {
      List<RequestKey> recent = outcomes.listRecent(shard, caller.customer());
      if (!recent.isEmpty()) {
        standings.putAll(outcomes.findAll(shard, recent));
      }
    }
    return new RequestList(
        standings.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(NEWEST_FIRST))
            .limit(REQUESTS_MAX)
            .map(entry -> RequestView.of(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static RequestKey parse(String cursor) {
    String[] words = cursor.split("_", 2);
    UUID session = Uuids.parse(words[0]);
    UUID id = words.length == 2 ? Uuids.parse(words[1]) : null;
    if (session == null || id == null) {
      throw Problem.invalid("cursor", "must be next of the page before");
    }
    return new RequestKey(session, id);
  }
}
