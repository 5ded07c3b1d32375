package dev.sluice.intake.bulk;

import dev.sluice.contract.Limits;
import dev.sluice.contract.RequestType;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A line of a bulk call, for the API's description; lines are read without it. */
@Schema(
    name = "BulkLine",
    description = "What a single request has, and beside it for which session and customer.")
record BulkLineBody(
    @Schema(description = "The session", example = "d0000000-0000-4000-8000-000000000101")
        UUID session,
    @Schema(
            description =
                "For whom: the subject of his tokens. Another than you needs the scope"
                    + " reserve:bulk",
            minLength = 1,
            example = "ann")
        @Nullable String customer,
    @Schema(description = "What is wanted; without it, seats", example = "RESERVE")
        @Nullable RequestType type,
    @ArraySchema(
            arraySchema =
                @Schema(
                    description = "Labels of seats: those wanted, or those given back",
                    example = "[\"F2-7-12\", \"F2-7-13\"]"),
            schema = @Schema(type = "string"),
            maxItems = Limits.SEATS_PER_REQUEST_MAX,
            uniqueItems = true)
        @Nullable List<String> seats,
    @ArraySchema(
            arraySchema =
                @Schema(
                    description = "Grades in order of preference",
                    example = "[\"GOLD\", \"SILVER\"]"),
            schema = @Schema(type = "string"),
            minItems = 1,
            maxItems = Limits.GRADES_PER_REQUEST_MAX,
            uniqueItems = true)
        @Nullable List<String> grades,
    @Schema(
            description = "Seats wanted",
            minimum = "1",
            maximum = "" + Limits.SEATS_PER_REQUEST_MAX,
            example = "2")
        @Nullable Integer quantity,
    @Schema(
            description = "The fewest that still help; without it, all or nothing",
            minimum = "1",
            maximum = "" + Limits.SEATS_PER_REQUEST_MAX,
            example = "1")
        @Nullable Integer minimum,
    @Schema(description = "Whether they must be neighbours in one row", example = "true")
        @Nullable Boolean adjacent,
    @Schema(
            description = "Your own note",
            maxLength = Limits.REFERENCE_LENGTH_MAX,
            example = "order 4711")
        @Nullable String reference,
    @Schema(
            description = "Of a CANCEL: the id of the request that made the reservation",
            example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77")
        @Nullable UUID reservation) {}
