package dev.sluice.intake.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.intake.outcome.Estimate;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An accepted request.
 *
 * @param id its id; of a reservation, the reservation's id too
 * @param session its session
 * @param state always QUEUED here
 * @param place undecided requests up to it when it was accepted, itself included
 * @param acceptedAt when it was accepted
 * @param estimateKnown whether it can be told when it is decided
 * @param estimateUnknownBecause if that cannot be told: why
 * @param nextDrainAt if that can be told: when the next batch is due
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
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
    @Schema(description = "Whether it can be told when it is decided", example = "true")
        boolean estimateKnown,
    @Schema(description = "If that cannot be told: why", example = "SHARD_PAUSED")
        Estimate.@Nullable Why estimateUnknownBecause,
    @Schema(
            description = "If that can be told: when the next batch is due",
            example = "2026-11-21T10:00:00.373Z")
        @Nullable Instant nextDrainAt) {}
