package dev.sluice.dashboard.history;

/**
 * How much is looked at for one page.
 *
 * @param candidates executions at most
 * @param messages executions at most, where their messages are read
 * @param hours hours at most, where only some have the jobs that are asked for
 * @param rare a parameter of more executions than these is no way to them, but a condition
 */
record Limits(int candidates, int messages, int hours, int rare) {

  /** Each keeps a page below a tenth of a second. */
  static final Limits DEFAULT = new Limits(20_000, 5_000, 200, 2_000);
}
