package dev.sluice.intake.result;

import dev.sluice.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the API's description says of results. */
@Tag(name = "Results", description = "What became of a request")
interface RequestApi {

  @Operation(
      operationId = "getRequest",
      summary = "Ask what became of a request",
      description =
          "Answers 200 with a state, also while it is queued. A request to pay is PAYING until the"
              + " payment provider has answered: then it is GRANTED, with outcome CONFIRMED, or"
              + " REJECTED. A payment that a person settled, since the provider was silent, may be"
              + " captured after all: the money goes back, and from then on the outcome is"
              + " REFUND_OWED.")
  @ApiResponse(
      responseCode = "200",
      description = "The request",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = RequestView.class),
              examples = {
                @ExampleObject(
                    name = "Queued",
                    value =
                        """
                        {"id": "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77", "session": "d0000000-0000-4000-8000-000000000101",
                         "state": "QUEUED", "reference": "order 4711", "acceptedAt": "2026-11-21T10:00:00.123Z", "place": 42,
                         "estimateKnown": true, "estimatedSeconds": 1}
                        """),
                @ExampleObject(
                    name = "Granted",
                    value =
                        """
                        {"id": "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77", "session": "d0000000-0000-4000-8000-000000000101",
                         "state": "GRANTED", "reference": "order 4711", "acceptedAt": "2026-11-21T10:00:00.123Z",
                         "outcome": {"type": "HELD", "reservation": "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77",
                                     "seats": ["F1-7-12", "F1-7-13"], "amount": 39000, "currency": "EUR",
                                     "expiresAt": "2026-11-21T10:10:00.373Z"},
                         "message": "2 seats are held for you until they are paid or the hold ends.",
                         "decided": {"shard": 0, "number": 81920, "slice": 81900, "rank": 20,
                                     "at": "2026-11-21T10:00:00.373Z"}}
                        """),
                @ExampleObject(
                    name = "Rejected",
                    value =
                        """
                        {"id": "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77", "session": "d0000000-0000-4000-8000-000000000101",
                         "state": "REJECTED", "acceptedAt": "2026-11-21T10:00:00.124Z",
                         "outcome": {"type": "REJECTED", "seats": ["F1-7-12"]},
                         "reason": "SEAT_TAKEN", "retryable": true, "message": "Seats are taken already: F1-7-12.",
                         "decided": {"shard": 0, "number": 81921, "slice": 81900, "rank": 21,
                                     "at": "2026-11-21T10:00:00.373Z"}}
                        """),
                @ExampleObject(
                    name = "A payment under way",
                    value =
                        """
                        {"id": "0199c2a5-11aa-7c3a-9a51-6f0d2b1c8e01", "session": "d0000000-0000-4000-8000-000000000101",
                         "state": "PAYING", "acceptedAt": "2026-11-21T10:01:00.123Z",
                         "outcome": {"type": "PAYING", "reservation": "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77",
                                     "amount": 39000, "currency": "EUR"},
                         "message": "The payment is under way.",
                         "decided": {"shard": 0, "number": 90000, "slice": 89990, "rank": 10,
                                     "at": "2026-11-21T10:01:00.373Z"}}
                        """),
                @ExampleObject(
                    name = "Paid",
                    value =
                        """
                        {"id": "0199c2a5-11aa-7c3a-9a51-6f0d2b1c8e01", "session": "d0000000-0000-4000-8000-000000000101",
                         "state": "GRANTED", "acceptedAt": "2026-11-21T10:01:00.123Z",
                         "outcome": {"type": "CONFIRMED", "reservation": "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77",
                                     "seats": ["F1-7-12", "F1-7-13"], "amount": 39000, "currency": "EUR"},
                         "message": "The reservation is paid.",
                         "decided": {"shard": 0, "number": 91200, "slice": 91150, "rank": 50,
                                     "at": "2026-11-21T10:01:02.373Z"}}
                        """)
              }))
  Object get(
      @Parameter(description = "The session", example = "d0000000-0000-4000-8000-000000000101")
          String sessionId,
      @Parameter(description = "The request", example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77")
          String requestId,
      @Parameter(
              description =
                  "wait=n: answer when it is decided, and what it pays has come or not, or after n"
                      + " seconds, 30 at most",
              schema = @Schema(type = "string"),
              example = "wait=5")
          @Nullable List<String> prefer,
      Caller caller);

  @Operation(
      operationId = "followRequest",
      summary = "Follow a request as server-sent events",
      description =
          "Sends the request as event queued, again every 15 seconds, and as event outcome once it"
              + " is decided; then the stream ends. A request to pay is sent as event paying in"
              + " between, until the payment provider has answered. Who connects again with the"
              + " outcome's id in Last-Event-ID is answered 204, so that an EventSource stops.")
  @ApiResponse(
      responseCode = "200",
      description = "Events",
      content =
          @Content(
              mediaType = "text/event-stream",
              schema = @Schema(type = "string"),
              examples =
                  @ExampleObject(
                      name = "Queued, then rejected",
                      value =
                          """
                          retry: 2000
                          event: queued
                          id: queued-1
                          data: {"id":"0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77","state":"QUEUED","place":42}

                          event: outcome
                          id: 0-81921
                          data: {"id":"0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77","state":"REJECTED","reason":"SOLD_OUT"}
                          """)))
  @ApiResponse(
      responseCode = "204",
      description = "The outcome was heard already",
      content = @Content)
  void events(
      @Parameter(description = "The session", example = "d0000000-0000-4000-8000-000000000101")
          String sessionId,
      @Parameter(description = "The request", example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77")
          String requestId,
      @Parameter(
              description = "The last event that was heard, as EventSource sends it by itself",
              example = "queued-1")
          @Nullable String lastEventId,
      Caller caller,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response);
}
