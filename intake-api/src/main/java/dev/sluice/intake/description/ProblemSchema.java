package dev.sluice.intake.description;

import dev.sluice.contract.request.FieldProblem;
import dev.sluice.intake.append.AppendResult.Bound;
import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.problem.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A problem, for the API's description; {@link Problem} writes them.
 *
 * @param type the kind of problem; clients decide by it
 * @param title the same for every problem of the type
 * @param status that of the answer
 * @param detail what is wrong this time, for a person
 * @param instance path of the call
 * @param errors the fields that are wrong
 * @param bound what is full, of a call that was not accepted for it
 * @param requestId of a request in doubt: its id
 * @param requestUrl of a request in doubt: where to ask for it
 */
@Schema(name = "Problem", description = "What went wrong, as RFC 9457 has it. Decide by type")
record ProblemSchema(
    @Schema(description = "The kind of problem; stable") URI type,
    @Schema(description = "The same for every problem of the type") String title,
    @Schema(description = "That of the answer", minimum = "400", maximum = "599") int status,
    @Schema(description = "What is wrong this time, for a person") @Nullable String detail,
    @Schema(description = "Path of the call") @Nullable String instance,
    @Schema(description = "The fields that are wrong") @Nullable List<FieldProblem> errors,
    @Schema(description = "What is full, of a call that was not accepted for it")
        @Nullable Bound bound,
    @Schema(description = "Of a request in doubt: its id") @Nullable UUID requestId,
    @Schema(description = "Of a request in doubt: where to ask for it")
        @Nullable String requestUrl) {

  private static final String REQUEST = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77";

  /** What a problem of that type looks like. */
  static Map<String, Object> example(ProblemType type) {
    var example = new LinkedHashMap<String, Object>();
    example.put("type", type.uri().toString());
    example.put("title", type.title());
    example.put("status", type.status().value());
    example.put("detail", type.title() + ".");
    if (type == HttpProblem.INVALID_REQUEST) {
      example.put(
          "errors",
          List.of(Map.of("field", "seats", "detail", "must have at most 8 elements, not 9")));
    }
    if (type == IntakeProblem.BACKLOG_FULL) {
      example.put("bound", Bound.ENTRIES.name());
    }
    if (type == IntakeProblem.IN_DOUBT) {
      example.put("requestId", REQUEST);
      example.put(
          "requestUrl", "/v1/sessions/d0000000-0000-4000-8000-000000000101/requests/" + REQUEST);
    }
    return example;
  }
}
