package dev.sluice.intake.bulk;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sluice.intake.submission.PaymentBody;
import dev.sluice.intake.submission.ReservationBody;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A line of a bulk call, for the API's description; lines are read without it. */
@Schema(
    name = "BulkLine",
    description =
        "What a single request has, and beside it for which session and customer. A CANCEL has the"
            + " reservation, and the seats to give back if not all. A PAY has the reservation, the"
            + " amount and the paymentKey")
record BulkLineBody(
    @Schema(description = "The session", example = "d0000000-0000-4000-8000-000000000101")
        UUID session,
    @Schema(
            description =
                "For whom: the subject of the customer's tokens. Another than you needs the scope"
                    + " reserve:bulk",
            minLength = 1,
            example = "ann")
        @Nullable String customer,
    @Schema(
            description = "What is wanted; without it, seats",
            allowableValues = {"RESERVE", "CANCEL", "PAY"},
            example = "RESERVE")
        @Nullable String type,
    @JsonUnwrapped @Nullable ReservationBody wish,
    @Schema(
            description = "Of a CANCEL and a PAY: the id of the request that made the reservation",
            example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77")
        @Nullable UUID reservation,
    @Schema(
            description = "Of a PAY: what is to be paid, in minor units",
            minimum = "0",
            example = "39000")
        @Nullable Long amount,
    @Schema(
            description =
                "Of a PAY: the payment provider's key of the payment; needed where something is to"
                    + " be paid",
            pattern = PaymentBody.KEY,
            example = "tgen_20261121100055aBc1")
        @Nullable String paymentKey) {}
