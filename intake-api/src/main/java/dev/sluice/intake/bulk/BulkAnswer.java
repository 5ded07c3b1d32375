package dev.sluice.intake.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.intake.bulk.line.LineProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a bulk call.
 *
 * @param id its id
 * @param lines how many it had
 * @param accepted lines that are queued
 * @param refused lines that are not
 * @param notQueued those of the refused that the same call, repeated later, may have accepted
 * @param refusals the refused lines, in order, the first thousand
 * @param moreRefusals how many more there are; null if none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Bulk", description = "What became of a bulk call")
record BulkAnswer(
    @Schema(example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99") UUID id,
    @Schema(example = "3") int lines,
    @Schema(example = "2") int accepted,
    @Schema(example = "1") int refused,
    @Schema(
            description = "Refused lines that the same call, repeated later, may have accepted",
            example = "0")
        int notQueued,
    @Schema(description = "The first 1,000 refused lines") List<Refusal> refusals,
    @Schema(
            description = "How many more are refused; the bulk call's items name them",
            example = "12")
        @Nullable Integer moreRefusals) {

  /** A call of ten thousand mistakes must not become an answer of megabytes. */
  static final int REFUSALS_MAX = 1_000;

  /** What became of so many lines, of which these were refused. */
  static BulkAnswer of(UUID id, int lines, List<Refusal> refused) {
    return new BulkAnswer(
        id,
        lines,
        lines - refused.size(),
        refused.size(),
        (int) refused.stream().filter(refusal -> refusal.problem().retryable()).count(),
        first(refused),
        refused.size() > REFUSALS_MAX ? refused.size() - REFUSALS_MAX : null);
  }

  /** Those that an answer tells of. */
  static List<Refusal> first(List<Refusal> refused) {
    return refused.subList(0, Math.min(refused.size(), REFUSALS_MAX));
  }

  /**
   * A refused line.
   *
   * @param line its number, from 1
   * @param problem why
   */
  @Schema(name = "RefusedLine")
  record Refusal(@Schema(example = "3") int line, LineProblem problem) {}
}
