package dev.sluice.intake.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contract.FieldProblem;
import dev.sluice.intake.problem.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a line was refused.
 *
 * @param type stable, as of any problem
 * @param title of the type
 * @param status that a single request would have been answered with
 * @param detail of this line
 * @param retryable whether the same call, repeated later, may have the line accepted
 * @param errors fields that are wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Line problem")
record LineProblem(
    @Schema(example = "https://sluice.dev/problems/invalid-request") URI type,
    @Schema(example = "The request is not well-formed") String title,
    @Schema(example = "400") int status,
    @Schema(example = "A field is wrong: see errors") String detail,
    @Schema(example = "false") boolean retryable,
    @Nullable List<FieldProblem> errors) {

  static LineProblem of(ProblemType type, String detail) {
    return new LineProblem(type.uri(), type.title(), type.status().value(), detail, false, null);
  }

  static LineProblem retryable(ProblemType type, String detail) {
    return new LineProblem(type.uri(), type.title(), type.status().value(), detail, true, null);
  }

  static LineProblem invalid(List<FieldProblem> errors) {
    ProblemType type = ProblemType.INVALID_REQUEST;
    return new LineProblem(
        type.uri(),
        type.title(),
        type.status().value(),
        errors.size() == 1 ? "A field is wrong: see errors" : "Fields are wrong: see errors",
        false,
        errors);
  }
}
