package dev.sluice.intake.bulk;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A bulk call in figures.
 *
 * @param id its id
 * @param createdAt when it came first
 * @param lines how many it has
 * @param counts lines in each state
 * @param done whether nothing is left to be decided
 */
@Schema(name = "BulkStatus")
record BulkStatus(
    @Schema(example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99") UUID id,
    @Schema(example = "2026-11-21T10:00:00.123Z") Instant createdAt,
    @Schema(example = "3") int lines,
    @Schema(example = "{\"GRANTED\": 1, \"REJECTED\": 1, \"REFUSED\": 1}")
        Map<BulkItem.State, Long> counts,
    @Schema(example = "true") boolean done) {}
