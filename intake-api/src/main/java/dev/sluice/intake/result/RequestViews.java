package dev.sluice.intake.result;

import dev.sluice.contract.stream.EntryId;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.outcome.Standing;
import dev.sluice.intake.outcome.reference.References;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Shows requests to their owners, with their own notes. Thread-safe. */
@Component
public final class RequestViews {

  private final References references;

  RequestViews(References references) {
    this.references = references;
  }

  /**
   * A request and where it stands.
   *
   * @param shard the shard of its session
   */
  RequestView of(int shard, RequestKey request, Standing standing) {
    return RequestView.of(request, standing, notes(shard, Map.of(request, standing)).get(request));
  }

  /**
   * Requests of a shard and where they stand. Redis is asked at most once for what it has to tell
   * of all of them.
   */
  public Map<RequestKey, RequestView> of(int shard, Map<RequestKey, Standing> standings) {
    Map<RequestKey, String> notes = notes(shard, standings);
    var views = HashMap.<RequestKey, RequestView>newHashMap(standings.size());
    standings.forEach(
        (request, standing) ->
            views.put(request, RequestView.of(request, standing, notes.get(request))));
    return views;
  }

  /** Of those that are queued: an outcome tells its own. */
  private Map<RequestKey, String> notes(int shard, Map<RequestKey, Standing> standings) {
    var queued = new HashMap<RequestKey, EntryId>();
    standings.forEach(
        (request, standing) -> {
          if (standing instanceof Standing.Queued) {
            queued.put(request, standing.entry());
          }
        });
    return queued.isEmpty() ? Map.of() : references.findQueued(shard, queued);
  }
}
