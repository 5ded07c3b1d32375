package dev.sluice.intake.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.intake.bulk.line.LineProblem;
import dev.sluice.intake.result.RequestView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of a bulk call and what became of it.
 *
 * @param line its number, from 1
 * @param state what became of it
 * @param id its request's id
 * @param session its session
 * @param request the request, once it is queued
 * @param problem why the line was refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "BulkItem")
record BulkItem(
    @Schema(example = "1") int line,
    @Schema(example = "GRANTED") State state,
    @Schema(example = "0199c2a4-7d1e-5c3a-9a51-6f0d2b1c8e77") @Nullable UUID id,
    @Schema(example = "d0000000-0000-4000-8000-000000000101") @Nullable UUID session,
    @Nullable RequestView request,
    @Nullable LineProblem problem) {

  /** What became of a line. */
  enum State {
    /** Queued and not decided. */
    QUEUED,
    /** A payment is under way. */
    PAYING,
    /** Carried out. */
    GRANTED,
    /** Decided: refused, with a reason. */
    REJECTED,
    /** Could not be decided; the operators know of it. */
    DEAD_LETTERED,
    /** Not a request: refused when the call came. */
    REFUSED,
    /** Not queued, for want of room or time: repeat the call. */
    NOT_QUEUED,
    /** Too long ago: its id is not remembered any more. */
    FORGOTTEN
  }
}
