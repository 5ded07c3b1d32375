package dev.sluice.contract;

import java.util.List;
import java.util.stream.Collectors;

/** A request that is not well-formed, with everything that is wrong with it. */
public final class InvalidRequestException extends IllegalArgumentException {

  private final transient List<FieldProblem> problems;

  /** Of at least one problem. */
  public InvalidRequestException(List<FieldProblem> problems) {
    super(
        problems.stream()
            .map(problem -> problem.field() + ": " + problem.detail())
            .collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** In the order in which they were found; never empty. */
  public List<FieldProblem> problems() {
    return problems;
  }
}
