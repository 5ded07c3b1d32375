package dev.sluice.intake.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.intake.bulk.line.LineProblem;
import dev.sluice.intake.outcome.RequestKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a line: which request it became, or why none.
 *
 * @param line its number
 * @param shard of its session
 * @param session its session
 * @param id its request's id
 * @param problem why it was refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ManifestLine(
    int line,
    @Nullable Integer shard,
    @Nullable UUID session,
    @Nullable UUID id,
    @Nullable LineProblem problem) {

  static ManifestLine of(BulkLine line) {
    return switch (line) {
      case BulkLine.Ready ready ->
          new ManifestLine(
              ready.line(), ready.shard(), ready.request().session(), ready.request().id(), null);
      case BulkLine.Refused refused ->
          new ManifestLine(refused.line(), null, null, null, refused.problem());
    };
  }

  /** The request that the line became; null if none. */
  @Nullable RequestKey request() {
    return session == null || id == null ? null : new RequestKey(session, id);
  }
}
