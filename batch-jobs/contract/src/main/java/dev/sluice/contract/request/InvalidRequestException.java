package dev.sluice.contract.request;

import java.util.List;
import java.util.stream.Collectors;

/** A request that is not well-formed, with everything that is wrong with it. */
public final class InvalidRequestException extends IllegalArgumentException {

  private final transient List<FieldProblem> problems;
  private final int more;

  /** Of at least one problem. */
  public InvalidRequestException(List<FieldProblem> problems) {
    this(problems, 0);
  }

  /** Of problems, and of so many more that are not told. */
  InvalidRequestException(List<FieldProblem> problems, int more) {
    this.problems = List.copyOf(problems);
    this.more = more;
  }

  @Override
  public String getMessage() {
    return problems.stream()
        .map(problem -> problem.field() + ": " + problem.detail())
        .collect(Collectors.joining("; "));
  }

  /** None: it tells of the client, and a call may have ten thousand. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  /** In the order in which they were found; never empty. */
  public List<FieldProblem> problems() {
    return problems;
  }

  /** How many more there are than {@link #problems} tells. */
  public int more() {
    return more;
  }
}
