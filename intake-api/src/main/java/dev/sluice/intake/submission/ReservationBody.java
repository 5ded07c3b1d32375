package dev.sluice.intake.submission;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a reservation, for the API's description; bodies are read without it. */
@Schema(
    name = "Reservation request",
    description = "Either seats by name, or grades and a quantity: the best available.")
record ReservationBody(
    @Schema(
            description = "Labels of seats, 1 to 8: all of them, or none",
            example = "[\"F1-7-12\", \"F1-7-13\"]")
        @Nullable List<String> seats,
    @Schema(
            description = "Grades in order of preference, 1 to 8",
            example = "[\"GOLD\", \"SILVER\"]")
        @Nullable List<String> grades,
    @Schema(description = "Seats wanted, 1 to 8", example = "2") @Nullable Integer quantity,
    @Schema(description = "The fewest that still help; without it, all or nothing", example = "1")
        @Nullable Integer minimum,
    @Schema(description = "Whether they must be neighbours in one row", example = "true")
        @Nullable Boolean adjacent,
    @Schema(description = "Your own note, up to 200 characters", example = "order 4711")
        @Nullable String reference) {}
