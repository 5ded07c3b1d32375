package dev.sluice.intake.session;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** What the API's description says of sessions. */
@Tag(name = "Sessions", description = "What is on sale")
interface SessionApi {

  @Operation(
      operationId = "listSessions",
      summary = "Sessions that have not begun or are still on sale, the next ones first",
      description = "Page by page: next of one page is the cursor of the following.")
  @ApiResponse(responseCode = "200", description = "A page")
  SessionPage list(
      @Parameter(
              description = "next of the page before",
              example = "1798830000000_d0000000-0000-4000-8000-000000000101")
          @Nullable String cursor,
      @Parameter(
              description = "Length of the page",
              example = "20",
              schema =
                  @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
          int limit);

  @Operation(
      operationId = "getSession",
      summary = "A session: show, hall, times, prices and rules",
      description = "What a client needs to know before it sends a request.")
  @ApiResponse(responseCode = "200", description = "The session")
  SessionView get(
      @Parameter(description = "The session", example = "d0000000-0000-4000-8000-000000000101")
          String sessionId);

  @Operation(
      operationId = "getSeats",
      summary = "The seat map: state of every seat, grade and price",
      description =
          "Send the ETag of the last answer as If-None-Match: 304 if nothing has changed.")
  @ApiResponse(
      responseCode = "200",
      description = "The seat map",
      headers =
          @Header(
              name = "ETag",
              description = "Names this content",
              required = true,
              schema = @Schema(type = "string", example = "\"1-81921\"")),
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = SeatMapBody.class),
              examples =
                  @ExampleObject(
                      name = "Seats",
                      value =
                          """
                          {"session": "d0000000-0000-4000-8000-000000000101", "number": 81921, "currency": "EUR",
                           "counts": {"FREE": 1, "HELD": 1, "SOLD": 0, "BLOCKED": 0},
                           "sections": [{"section": "F1", "grade": "PLATINUM", "amount": 19500, "generalAdmission": false,
                                         "seats": [{"seat": "F1-7-12", "state": "HELD"},
                                                   {"seat": "F1-7-13", "state": "FREE"}]}]}
                          """)))
  @ApiResponse(responseCode = "304", description = "Nothing has changed", content = @Content)
  ResponseEntity<byte[]> seats(
      @Parameter(description = "The session", example = "d0000000-0000-4000-8000-000000000101")
          String sessionId,
      @Parameter(hidden = true) @Nullable String acceptEncoding);
}
