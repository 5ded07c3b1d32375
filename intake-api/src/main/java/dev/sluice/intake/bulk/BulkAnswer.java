package dev.sluice.intake.bulk;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/**
 * What became of a bulk call.
 *
 * @param id its id
 * @param lines how many it had
 * @param accepted lines that are queued
 * @param refused lines that are not
 * @param refusals each refused line, in order
 */
@Schema(name = "Bulk", description = "What became of a bulk call")
record BulkAnswer(
    @Schema(example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99") UUID id,
    @Schema(example = "3") int lines,
    @Schema(example = "2") int accepted,
    @Schema(example = "1") int refused,
    List<Refusal> refusals) {

  /**
   * A refused line.
   *
   * @param line its number, from 1
   * @param problem why
   */
  @Schema(name = "Refused line")
  record Refusal(@Schema(example = "3") int line, LineProblem problem) {}
}
