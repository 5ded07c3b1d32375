package dev.sluice.intake.me;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reservation as its owner sees it.
 *
 * @param id the id of the request that made it
 * @param session its session
 * @param status HELD, PAYING, CONFIRMED, CANCELLED or EXPIRED
 * @param reference the client's own note, if it gave one
 * @param seats those it has, or had last
 * @param amount what they cost, in minor units
 * @param currency of the amount
 * @param holdExpiresAt when the hold ends, or would have ended, unless paid
 * @param decidedAt when it was granted
 * @param changedAt when it last changed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Reservation")
record ReservationView(
    @Schema(example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77") UUID id,
    @Schema(example = "d0000000-0000-4000-8000-000000000101") UUID session,
    @Schema(
            allowableValues = {"HELD", "PAYING", "CONFIRMED", "CANCELLED", "EXPIRED"},
            example = "HELD")
        String status,
    @Schema(description = "The client's own note, if it gave one", example = "order 4711")
        @Nullable String reference,
    @Schema(example = "[\"F1-7-12\", \"F1-7-13\"]") List<String> seats,
    @Schema(description = "Minor units", example = "24000") long amount,
    @Schema(example = "EUR") String currency,
    @Schema(example = "2026-11-21T10:10:00.373Z") Instant holdExpiresAt,
    @Schema(example = "2026-11-21T10:00:00.373Z") Instant decidedAt,
    @Schema(example = "2026-11-21T10:00:00.373Z") Instant changedAt) {

  /** The same, with that note. */
  ReservationView with(@Nullable String note) {
    return new ReservationView(
        id, session, status, note, seats, amount, currency, holdExpiresAt, decidedAt, changedAt);
  }
}
