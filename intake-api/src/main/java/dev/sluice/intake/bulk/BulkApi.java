package dev.sluice.intake.bulk;

import dev.sluice.intake.security.Caller;
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

/** What the API's description says of bulk calls. */
@Tag(name = "Bulk", description = "Many requests with one call")
interface BulkApi {

  @Operation(
      operationId = "submitBulk",
      summary = "Submit up to 10,000 requests",
      description =
          "Queues every line that is well-formed; the answer names those that are not, the first"
              + " thousand, and says how many more there are. Repeating the call with the same"
              + " Idempotency-Key completes what was cut short and decides nothing twice; white"
              + " space and the order of fields may differ. A line may name another customer if the"
              + " token has the scope reserve:bulk.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = "application/x-ndjson",
            schema = @Schema(type = "string"),
            examples =
                @ExampleObject(
                    name = "Lines",
                    value =
                        """
                        {"session": "d0000000-0000-4000-8000-000000000001", "customer": "ann", "seats": ["F1-7-12"]}
                        {"session": "d0000000-0000-4000-8000-000000000001", "customer": "bob", "grades": ["GOLD"], "quantity": 2}
                        """)),
        @Content(
            mediaType = "application/json",
            schema = @Schema(type = "array", implementation = Object.class),
            examples =
                @ExampleObject(
                    name = "Array",
                    value =
                        """
                        [{"session": "d0000000-0000-4000-8000-000000000001", "seats": ["F1-7-12"]},
                         {"session": "d0000000-0000-4000-8000-000000000001", "type": "CANCEL",
                          "reservation": "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77"}]
                        """))
      })
  @ApiResponse(responseCode = "202", description = "Queued, but for the refusals")
  ResponseEntity<BulkAnswer> submit(
      @Parameter(
              description = "A UUID: the bulk call's id",
              example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99")
          @Nullable String idempotencyKey,
      @Parameter(hidden = true) String contentType,
      Caller caller,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException;

  @Operation(operationId = "getBulk", summary = "A bulk call in figures: lines in each state")
  @ApiResponse(responseCode = "200", description = "Counts")
  BulkStatus status(
      @Parameter(description = "The bulk call", example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99")
          String bulkId,
      Caller caller);

  @Operation(operationId = "listBulkItems", summary = "The lines of a bulk call, page by page")
  @ApiResponse(responseCode = "200", description = "A page")
  BulkPage items(
      @Parameter(description = "The bulk call", example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99")
          String bulkId,
      @Parameter(description = "Only lines in this state", example = "REJECTED")
          BulkItem.@Nullable State state,
      @Parameter(description = "next of the page before", example = "100") int cursor,
      @Parameter(description = "Length of the page, 1 to 1000", example = "100") int limit,
      Caller caller);
}
