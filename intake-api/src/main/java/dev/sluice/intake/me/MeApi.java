package dev.sluice.intake.me;

import dev.sluice.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the API's description says of the caller's own things. */
@Tag(name = "Me", description = "What belongs to the caller")
interface MeApi {

  @Operation(
      operationId = "listMyReservations",
      summary = "Your reservations, the newest first, page by page",
      description = "Those that are over, too.")
  @ApiResponse(responseCode = "200", description = "A page")
  ReservationPage reservations(
      @Parameter(
              description = "next of the page before",
              example =
                  "4102444800000_d0000000-0000-4000-8000-000000000101_0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77")
          @Nullable String cursor,
      @Parameter(
              description = "Length of the page",
              example = "20",
              schema =
                  @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
          int limit,
      Caller caller);

  @Operation(
      operationId = "listMyRequests",
      summary = "Your recent requests with their states",
      description =
          "By when they were accepted, the newest first; 50 at most, of the last 24 hours.")
  @ApiResponse(responseCode = "200", description = "The requests")
  RequestList requests(Caller caller);
}
