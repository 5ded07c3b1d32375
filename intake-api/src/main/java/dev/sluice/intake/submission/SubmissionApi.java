package dev.sluice.intake.submission;

import dev.sluice.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** What the API's description says of single requests. */
@Tag(name = "Requests", description = "Submit requests; they are queued and decided in batches")
interface SubmissionApi {

  @Operation(
      operationId = "reserve",
      summary = "Ask for seats",
      description =
          "Queues the request; 202 means that it is durable and will be decided. Ask for the"
              + " outcome at Location.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ReservationBody.class),
              examples = {
                @ExampleObject(
                    name = "Seats by name",
                    value =
                        "{\"seats\": [\"F1-7-12\", \"F1-7-13\"], \"reference\": \"order 4711\"}"),
                @ExampleObject(
                    name = "Best available",
                    value =
                        "{\"grades\": [\"GOLD\", \"SILVER\"], \"quantity\": 2, \"minimum\": 1,"
                            + " \"adjacent\": true}")
              }))
  @ApiResponse(responseCode = "202", description = "Queued")
  ResponseEntity<Queued> reserve(
      @Parameter(description = "The session", example = "d0000000-0000-4000-8000-000000000101")
          String sessionId,
      @Parameter(
              description =
                  "A UUID: the request's id. Repeating a call with the same key and body changes"
                      + " nothing. Without one, the API makes it",
              schema = @Schema(type = "string", format = "uuid"))
          @Nullable String idempotencyKey,
      Caller caller,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException;

  @Operation(
      operationId = "cancel",
      summary = "Give back a reservation, or some of its seats",
      description = "Queued and decided like a reservation.")
  @ApiResponse(responseCode = "202", description = "Queued")
  ResponseEntity<Queued> cancel(
      @Parameter(description = "The session", example = "d0000000-0000-4000-8000-000000000101")
          String sessionId,
      @Parameter(
              description = "The id of the request that made the reservation",
              example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77")
          String reservationId,
      @Parameter(
              description =
                  "Labels of the seats to give back, separated by commas; without it, all",
              example = "F1-7-12,F1-7-13")
          @Nullable String seats,
      @Parameter(
              description = "A UUID: the id of this request. Without one, the API makes it",
              schema = @Schema(type = "string", format = "uuid"),
              example = "0199c2a4-8000-7c3a-9a51-6f0d2b1c8e77")
          @Nullable String idempotencyKey,
      Caller caller);

  @Operation(
      operationId = "pay",
      summary = "Pay for a reservation",
      description =
          "Queued and decided like a reservation. Once it is decided the payment provider is asked"
              + " to capture the payment that the customer began there; the request is PAYING until"
              + " it has answered, and the seats cannot be lost meanwhile. Then it is GRANTED, with"
              + " outcome CONFIRMED, or REJECTED: a payment that was declined leaves the hold until"
              + " its end, for another payment under a new Idempotency-Key. Where nothing is to be"
              + " paid the amount is 0, and no provider is asked.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = PaymentBody.class),
              examples = {
                @ExampleObject(
                    name = "A payment",
                    value =
                        "{\"amount\": 39000, \"paymentKey\": \"tgen_20261121100055aBc1\","
                            + " \"reference\": \"order 4711\"}"),
                @ExampleObject(name = "Nothing is to be paid", value = "{\"amount\": 0}")
              }))
  @ApiResponse(responseCode = "202", description = "Queued")
  ResponseEntity<Queued> pay(
      @Parameter(description = "The session", example = "d0000000-0000-4000-8000-000000000101")
          String sessionId,
      @Parameter(
              description = "The id of the request that made the reservation",
              example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77")
          String reservationId,
      @Parameter(
              description =
                  "A UUID: the id of this request, and of the payment. Repeating a call with the"
                      + " same key and body changes nothing. Without one, the API makes it",
              schema = @Schema(type = "string", format = "uuid"))
          @Nullable String idempotencyKey,
      Caller caller,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException;
}
