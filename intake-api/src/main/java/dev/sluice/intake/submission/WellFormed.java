package dev.sluice.intake.submission;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.FieldProblem;
import dev.sluice.contract.request.InvalidRequestException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What the intake refuses beyond the shape that commands check themselves. */
public final class WellFormed {

  private WellFormed() {}

  /**
   * Refuses a seat or grade that is named twice.
   *
   * @throws InvalidRequestException naming every repeat
   */
  public static void check(Command command) {
    command.labels().forEach(WellFormed::checkOnce);
  }

  private static void checkOnce(String field, List<String> labels) {
    var seen = new HashSet<String>();
    var problems = new ArrayList<FieldProblem>();
    for (int i = 0; i < labels.size(); i++) {
      if (!seen.add(labels.get(i))) {
        problems.add(
            new FieldProblem(field + "[" + i + "]", labels.get(i) + " is named more than once"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
  }
}
