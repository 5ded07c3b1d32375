package dev.sluice.intake.bulk.line;

import dev.sluice.contract.request.Request;

/** What a line of a bulk call says, before its session is looked for. */
public sealed interface Line {

  /** Its number, from 1. */
  int number();

  /**
   * A well-formed request.
   *
   * @param number its number
   * @param request what it asks for, of a session that may not be there
   */
  record Wish(int number, Request request) implements Line {}

  /**
   * None.
   *
   * @param number its number
   * @param problem why
   */
  record Broken(int number, LineProblem problem) implements Line {}
}
