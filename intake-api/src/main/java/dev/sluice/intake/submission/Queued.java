package dev.sluice.intake.submission;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/**
 * An accepted request.
 *
 * @param id its id; of a reservation, the reservation's id too
 * @param session its session
 * @param state always QUEUED here
 * @param place undecided requests up to it when it was accepted, itself included
 * @param acceptedAt when it was accepted
 * @param nextDrainAt when the next batch is due
 */
@Schema(description = "An accepted request: it is durable and will be decided.")
record Queued(
    @Schema(
            description = "Its id; of a reservation, the reservation's id too",
            example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77")
        UUID id,
    @Schema(example = "d0000000-0000-4000-8000-000000000101") UUID session,
    @Schema(allowableValues = "QUEUED", example = "QUEUED") String state,
    @Schema(description = "Undecided requests up to it, itself included", example = "42")
        long place,
    @Schema(example = "2026-11-21T10:00:00.123Z") Instant acceptedAt,
    @Schema(description = "When the next batch is due", example = "2026-11-21T10:00:00.373Z")
        Instant nextDrainAt) {}
