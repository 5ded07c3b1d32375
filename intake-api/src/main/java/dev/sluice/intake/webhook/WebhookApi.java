package dev.sluice.intake.webhook;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;

/** What the API's description says of payment providers' calls. */
@Tag(name = "Webhooks", description = "Called by payment providers")
interface WebhookApi {

  @Operation(
      operationId = "noticePayment",
      summary = "Say that something became of a payment",
      description =
          "For the payment provider: needs no token, and nothing in it is believed. It has the"
              + " provider asked at once for the payment with that data.paymentKey, if there is"
              + " an open one. The answer is the same whether there is.")
  @SecurityRequirements
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(type = "object"),
              examples =
                  @ExampleObject(
                      name = "A payment has changed",
                      value =
                          """
                          {"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-11-21T19:00:59.653270",
                           "data": {"paymentKey": "tgen_20261121100055aBc1", "status": "DONE",
                                    "orderId": "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77"}}
                          """)))
  @ApiResponse(responseCode = "200", description = "It was read", content = @Content)
  ResponseEntity<Void> notice(
      @Parameter(
              description = "The payment provider",
              schema = @Schema(type = "string", allowableValues = WebhookController.TOSS),
              example = WebhookController.TOSS)
          String provider,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException;
}
