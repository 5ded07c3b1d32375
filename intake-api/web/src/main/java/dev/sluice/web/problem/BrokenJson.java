package dev.sluice.web.problem;

import dev.sluice.contract.request.FieldProblem;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/** Says what is wrong with a text that is no JSON, without the parser's internals. */
public final class BrokenJson {

  private BrokenJson() {}

  /** The problem of a body. */
  static Problem problem(JacksonException e) {
    return Problem.invalid(errors(e));
  }

  /** What is wrong, as the error of a text as a whole. */
  public static List<FieldProblem> errors(JacksonException e) {
    return List.of(new FieldProblem("", describe(e)));
  }

  private static String describe(JacksonException e) {
    if (e instanceof StreamConstraintsException) {
      return "must not be nested deeper than 16 levels, nor have longer names or numbers than any"
          + " field needs";
    }
    TokenStreamLocation where = e.getLocation();
    return where == null || where.getLineNr() < 1
        ? "must be JSON"
        : "must be JSON; it breaks at line %d, column %d"
            .formatted(where.getLineNr(), where.getColumnNr());
  }
}
