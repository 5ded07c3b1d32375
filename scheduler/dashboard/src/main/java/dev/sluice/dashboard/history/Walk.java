package dev.sluice.dashboard.history;

import org.jspecify.annotations.Nullable;

/**
 * A way through executions {@code e} from the newest to the oldest, along an index.
 *
 * @param hint which index, in SQL
 * @param candidates which executions the index leads to
 * @param also what they must have beside it
 * @param end where the candidates end although there are older executions; null where there are
 *     none
 */
record Walk(String hint, Conditions candidates, Conditions also, @Nullable Cursor end) {

  private static final String BY_TIME = "FORCE INDEX (BATCH_JOB_EXECUTION_BY_TIME)";
  private static final String BY_STATUS = "FORCE INDEX (BATCH_JOB_EXECUTION_BY_STATUS)";
  private static final String BY_ID = "FORCE INDEX (PRIMARY)";

  /** All executions, or those in some hours. */
  static Walk byTime(Conditions candidates, Conditions also, @Nullable Cursor end) {
    return new Walk(BY_TIME, candidates, also, end);
  }

  static Walk byStatus(Conditions candidates, Conditions also) {
    return new Walk(BY_STATUS, candidates, also, null);
  }

  static Walk byId(Conditions candidates) {
    return new Walk(BY_ID, candidates, Conditions.NONE, null);
  }
}
