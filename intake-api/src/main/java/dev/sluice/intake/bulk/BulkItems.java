package dev.sluice.intake.bulk;

import dev.sluice.intake.append.AppendSettings;
import dev.sluice.intake.outcome.Outcomes;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.outcome.Standing;
import dev.sluice.intake.result.RequestView;
import dev.sluice.intake.result.RequestViews;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what became of the lines of bulk calls. */
@Component
final class BulkItems {

  private final Outcomes outcomes;
  private final RequestViews views;
  private final AppendSettings settings;

  BulkItems(Outcomes outcomes, RequestViews views, AppendSettings settings) {
    this.outcomes = outcomes;
    this.views = views;
    this.settings = settings;
  }

  /** How many lines are in each state; without those in which none is. */
  Map<BulkItem.State, Long> count(Manifest manifest) {
    var counts = new EnumMap<BulkItem.State, Long>(BulkItem.State.class);
    for (Known line : known(manifest, manifest.lines())) {
      counts.merge(line.state(), 1L, Long::sum);
    }
    return counts;
  }

  /**
   * What became of these lines, in their order.
   *
   * @param state of the lines that are wanted; null: any
   * @param limit the first that many of them
   */
  List<BulkItem> list(
      Manifest manifest, List<ManifestLine> lines, BulkItem.@Nullable State state, int limit) {
    List<Known> wanted =
        known(manifest, lines).stream()
            .filter(line -> state == null || line.state() == state)
            .limit(limit)
            .toList();
    var byShard = new HashMap<Integer, Map<RequestKey, Standing>>();
    for (Known line : wanted) {
      if (line.request() != null && line.standing() != null) {
        byShard
            .computeIfAbsent(Objects.requireNonNull(line.line().shard()), _ -> new HashMap<>())
            .put(line.request(), line.standing());
      }
    }
    var shown = new HashMap<RequestKey, RequestView>();
    byShard.forEach((shard, standings) -> shown.putAll(views.of(shard, standings)));
    return wanted.stream().map(line -> item(line, shown)).toList();
  }

  private List<Known> known(Manifest manifest, List<ManifestLine> lines) {
    var byShard = new HashMap<Integer, List<RequestKey>>();
    for (ManifestLine line : lines) {
      RequestKey request = line.request();
      if (request != null) {
        byShard
            .computeIfAbsent(Objects.requireNonNull(line.shard()), shard -> new ArrayList<>())
            .add(request);
      }
    }
    var standings = new HashMap<RequestKey, Standing>();
    byShard.forEach(
        (shard, requests) ->
            standings.putAll(outcomes.findAll(shard, requests, manifest.createdAt())));
    boolean forgotten = Instant.now().isAfter(manifest.createdAt().plus(settings.retention()));
    return lines.stream().map(line -> known(line, standings, forgotten)).toList();
  }

  private static Known known(
      ManifestLine line, Map<RequestKey, Standing> standings, boolean forgotten) {
    RequestKey request = line.request();
    if (request == null) {
      return new Known(line, BulkItem.State.REFUSED, null, null);
    }
    Standing standing = standings.get(request);
    return new Known(line, state(standing, forgotten), request, standing);
  }

  private static BulkItem item(Known known, Map<RequestKey, RequestView> shown) {
    ManifestLine line = known.line();
    RequestKey request = known.request();
    return request == null
        ? new BulkItem(line.line(), known.state(), null, null, null, line.problem())
        : new BulkItem(
            line.line(), known.state(), request.id(), request.session(), shown.get(request), null);
  }

  private static BulkItem.State state(@Nullable Standing standing, boolean forgotten) {
    if (standing == null) {
      return forgotten ? BulkItem.State.FORGOTTEN : BulkItem.State.NOT_QUEUED;
    }
    return switch (RequestView.State.of(standing)) {
      case QUEUED -> BulkItem.State.QUEUED;
      case PAYING -> BulkItem.State.PAYING;
      case GRANTED -> BulkItem.State.GRANTED;
      case REJECTED -> BulkItem.State.REJECTED;
      case DEAD_LETTERED -> BulkItem.State.DEAD_LETTERED;
    };
  }

  /**
   * A line and what is known of it.
   *
   * @param request what it became; null if none
   * @param standing where that stands; null if nothing is known of it
   */
  private record Known(
      ManifestLine line,
      BulkItem.State state,
      @Nullable RequestKey request,
      @Nullable Standing standing) {}
}
