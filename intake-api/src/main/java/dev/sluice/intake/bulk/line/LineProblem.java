package dev.sluice.intake.bulk.line;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contract.request.FieldProblem;
import dev.sluice.contract.request.InvalidRequestException;
import dev.sluice.intake.append.AppendResult.Bound;
import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.ProblemType;
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
 * @param bound what is full, of a line that was not queued for it; else null
 * @param errors fields that are wrong, the first few
 * @param moreErrors how many more are wrong; null if none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "LineProblem")
public record LineProblem(
    @Schema(example = "https://sluice.dev/problems/invalid-request") URI type,
    @Schema(example = "The request is not well-formed") String title,
    @Schema(example = "400") int status,
    @Schema(example = "A field is wrong: see errors") String detail,
    @Schema(example = "false") boolean retryable,
    @Schema(example = "ENTRIES") @Nullable Bound bound,
    @Nullable List<FieldProblem> errors,
    @Schema(example = "3") @Nullable Integer moreErrors) {

  /** Of a line of a bulk call, which may have thousands. */
  private static final int ERRORS_MAX = 4;

  /** Of a line that will never be accepted as it is. */
  public static LineProblem of(ProblemType type, String detail) {
    return new LineProblem(
        type.uri(), type.title(), type.status().value(), detail, false, null, null, null);
  }

  /** Of a line that may be accepted when the same call is repeated later. */
  public static LineProblem retryable(ProblemType type, String detail) {
    return new LineProblem(
        type.uri(), type.title(), type.status().value(), detail, true, null, null, null);
  }

  /** Of a line that was not queued because so much waits already. */
  public static LineProblem full(ProblemType type, Bound bound) {
    return new LineProblem(
        type.uri(),
        type.title(),
        type.status().value(),
        "The queue is full because " + bound.reason() + "; repeat the call later.",
        true,
        bound,
        null,
        null);
  }

  static LineProblem invalid(InvalidRequestException e) {
    return invalid(e.problems(), e.more());
  }

  static LineProblem invalid(List<FieldProblem> errors, int more) {
    ProblemType type = HttpProblem.INVALID_REQUEST;
    int all = errors.size() + more;
    return new LineProblem(
        type.uri(),
        type.title(),
        type.status().value(),
        all == 1 ? "A field is wrong: see errors" : all + " fields are wrong: see errors",
        false,
        null,
        errors.subList(0, Math.min(errors.size(), ERRORS_MAX)),
        all > ERRORS_MAX ? all - ERRORS_MAX : null);
  }

  /** The same without its fields, only with their number. */
  LineProblem withoutErrors() {
    int all = (errors == null ? 0 : errors.size()) + (moreErrors == null ? 0 : moreErrors);
    return new LineProblem(
        type, title, status, detail, retryable, bound, null, all == 0 ? null : all);
  }
}
