package dev.sluice.intake.bulk;

import dev.sluice.contract.Request;

/** A line of a bulk call, read. */
sealed interface BulkLine {

  /** Its number, from 1. */
  int line();

  /**
   * A well-formed request.
   *
   * @param line its number
   * @param shard of its session
   * @param request what it asks for
   */
  record Ready(int line, int shard, Request request) implements BulkLine {}

  /**
   * None.
   *
   * @param line its number
   * @param problem why
   */
  record Refused(int line, LineProblem problem) implements BulkLine {}
}
