package dev.sluice.intake.submission;

import dev.sluice.contract.Limits;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a reservation, for the API's description; bodies are read without it. */
@Schema(
    name = "ReservationRequest",
    description = "Either seats by name, or grades and a quantity: the best available.")
public record ReservationBody(
    @ArraySchema(
            arraySchema =
                @Schema(
                    description = "Labels of seats: all of them, or none",
                    example = "[\"F1-7-12\", \"F1-7-13\"]"),
            schema = @Schema(type = "string", pattern = LABEL),
            minItems = 1,
            maxItems = Limits.SEATS_PER_REQUEST_MAX,
            uniqueItems = true)
        @Nullable List<String> seats,
    @ArraySchema(
            arraySchema =
                @Schema(
                    description = "Grades in order of preference",
                    example = "[\"GOLD\", \"SILVER\"]"),
            schema = @Schema(type = "string", pattern = LABEL),
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
        @Nullable String reference) {

  /** Of a seat or a grade. */
  private static final String LABEL =
      "^[A-Za-z0-9][A-Za-z0-9._-]{0," + (Limits.LABEL_LENGTH_MAX - 1) + "}$";
}
