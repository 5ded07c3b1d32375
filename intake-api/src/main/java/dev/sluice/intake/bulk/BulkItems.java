package dev.sluice.intake.bulk;

import dev.sluice.intake.append.AppendSettings;
import dev.sluice.intake.outcome.Outcomes;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.outcome.Standing;
import dev.sluice.intake.result.RequestView;
import java.time.Instant;
import java.util.ArrayList;
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
  private final AppendSettings settings;

  BulkItems(Outcomes outcomes, AppendSettings settings) {
    this.outcomes = outcomes;
    this.settings = settings;
  }

  /** What became of these lines, in their order. */
  List<BulkItem> list(Manifest manifest, List<ManifestLine> lines) {
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
    byShard.forEach((shard, requests) -> standings.putAll(outcomes.findAll(shard, requests)));
    boolean forgotten = Instant.now().isAfter(manifest.createdAt().plus(settings.retention()));
    return lines.stream().map(line -> item(line, standings, forgotten)).toList();
  }

  private static BulkItem item(
      ManifestLine line, Map<RequestKey, Standing> standings, boolean forgotten) {
    RequestKey request = line.request();
    if (request == null) {
      return new BulkItem(line.line(), BulkItem.State.REFUSED, null, null, null, line.problem());
    }
    Standing standing = standings.get(request);
    RequestView view = standing == null ? null : RequestView.of(request, standing);
    return new BulkItem(
        line.line(), state(view, forgotten), request.id(), request.session(), view, null);
  }

  private static BulkItem.State state(@Nullable RequestView view, boolean forgotten) {
    if (view == null) {
      return forgotten ? BulkItem.State.FORGOTTEN : BulkItem.State.NOT_QUEUED;
    }
    return switch (view.state()) {
      case QUEUED -> BulkItem.State.QUEUED;
      case GRANTED -> BulkItem.State.GRANTED;
      case REJECTED -> BulkItem.State.REJECTED;
      case DEAD_LETTERED -> BulkItem.State.DEAD_LETTERED;
    };
  }
}
