package dev.sluice.intake.me;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of reservations.
 *
 * @param reservations the newest first
 * @param next cursor of the next page; missing on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Reservations")
record ReservationPage(
    List<ReservationView> reservations,
    @Schema(
            example =
                "4102444800000_d0000000-0000-4000-8000-000000000101_0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77")
        @Nullable String next) {}
