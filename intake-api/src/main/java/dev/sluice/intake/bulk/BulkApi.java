package dev.sluice.intake.bulk;

import dev.sluice.contract.Limits;
import dev.sluice.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
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
                        {"session": "d0000000-0000-4000-8000-000000000101", "seats": ["F2-7-12"]}
                        {"session": "d0000000-0000-4000-8000-000000000101", "grades": ["GOLD"], "quantity": 2}
                        """)),
        @Content(
            mediaType = "application/json",
            array =
                @ArraySchema(
                    schema = @Schema(implementation = BulkLineBody.class),
                    minItems = 1,
                    maxItems = Limits.BULK_LINES_MAX),
            examples =
                @ExampleObject(
                    name = "Array",
                    value =
                        """
                        [{"session": "d0000000-0000-4000-8000-000000000101", "seats": ["F2-7-12"]},
                         {"session": "d0000000-0000-4000-8000-000000000101", "grades": ["GOLD"], "quantity": 2}]
                        """))
      })
  @ApiResponse(responseCode = "202", description = "Queued, but for the refusals")
  ResponseEntity<BulkAnswer> submit(
      @Parameter(
              description = "A UUID: the bulk call's id. Without one, the API makes it",
              schema = @Schema(type = "string", format = "uuid"))
          @Nullable String idempotencyKey,
      @Parameter(hidden = true) String contentType,
      Caller caller,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException;

  @Operation(
      operationId = "getBulk",
      summary = "A bulk call in figures: lines in each state",
      description = "It is done once no line is queued, is being paid, or waits to be sent again.")
  @ApiResponse(responseCode = "200", description = "Counts")
  BulkStatus status(
      @Parameter(description = "The bulk call", example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99")
          String bulkId,
      Caller caller);

  @Operation(
      operationId = "listBulkItems",
      summary = "The lines of a bulk call, page by page",
      description = "Each with what became of it, in the order of the lines.")
  @ApiResponse(responseCode = "200", description = "A page")
  BulkPage items(
      @Parameter(description = "The bulk call", example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99")
          String bulkId,
      @Parameter(description = "Only lines in this state", example = "REJECTED")
          BulkItem.@Nullable State state,
      @Parameter(
              description = "next of the page before",
              example = "0",
              schema = @Schema(type = "integer", minimum = "0", defaultValue = "0"))
          int cursor,
      @Parameter(
              description = "Length of the page",
              example = "100",
              schema =
                  @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
          int limit,
      Caller caller);
}
