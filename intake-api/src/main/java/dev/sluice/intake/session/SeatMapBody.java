package dev.sluice.intake.session;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A seat map, for the API's description; {@link SeatMapJson} writes it.
 *
 * @param session its session
 * @param number the shard's last decision that is in it
 * @param currency of all amounts
 * @param counts how many seats are in each state
 * @param sections in the order of the hall
 */
@Schema(name = "SeatMap", description = "State, grade and price of every seat")
record SeatMapBody(
    @Schema(example = "d0000000-0000-4000-8000-000000000101") UUID session,
    @Schema(description = "The shard's last decision that is in it", minimum = "0") long number,
    @Schema(example = "EUR") String currency,
    Counts counts,
    List<Section> sections) {

  /** How many seats are in each state. */
  @Schema(name = "SeatCounts")
  record Counts(
      @Schema(name = "FREE", minimum = "0") int free,
      @Schema(name = "HELD", minimum = "0") int held,
      @Schema(name = "SOLD", minimum = "0") int sold,
      @Schema(name = "BLOCKED", minimum = "0") int blocked) {}

  /** What all seats of a section share, and its seats. */
  @Schema(name = "SectionSeats")
  record Section(
      String section,
      @Schema(description = "Missing where the section is not on sale") @Nullable String grade,
      @Schema(description = "Minor units", minimum = "0") @Nullable Long amount,
      boolean generalAdmission,
      List<Seat> seats) {}

  /** A seat. */
  @Schema(name = "Seat")
  record Seat(@Schema(description = "Its label") String seat, SeatState state) {}
}
