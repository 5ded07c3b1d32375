package dev.sluice.dashboard.action;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Changes of an execution from outside of the process that runs it, each as one statement that
 * looks and writes. Batch's own operator reads, thinks and writes all columns: what the job has
 * written between is lost, and its stop marks a running execution as stopped at once.
 */
final class StoredExecutions {

  /** Who runs it finds this at its next commit. */
  private static final String STOP =
      """
      UPDATE BATCH_JOB_EXECUTION SET STATUS = 'STOPPING', VERSION = VERSION + 1, LAST_UPDATED = ?
      WHERE JOB_EXECUTION_ID = ? AND STATUS IN ('STARTING', 'STARTED') AND END_TIME IS NULL
      """;

  private static final String ABANDON =
      """
      UPDATE BATCH_JOB_EXECUTION
      SET STATUS = 'ABANDONED', END_TIME = COALESCE(END_TIME, ?), VERSION = VERSION + 1, LAST_UPDATED = ?
      WHERE JOB_EXECUTION_ID = ? AND STATUS IN ('STOPPED', 'FAILED', 'UNKNOWN')
      """;

  /** The version stops a process that is not dead after all: its next write finds another one. */
  private static final String RECOVER =
      """
      UPDATE BATCH_JOB_EXECUTION
      SET STATUS = 'FAILED', EXIT_CODE = 'FAILED', EXIT_MESSAGE = ?, END_TIME = ?, VERSION = VERSION + 1, LAST_UPDATED = ?
      WHERE JOB_EXECUTION_ID = ? AND STATUS IN ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
      """;

  private static final String RECOVER_STEPS =
      """
      UPDATE BATCH_STEP_EXECUTION
      SET STATUS = 'FAILED', EXIT_CODE = 'FAILED', EXIT_MESSAGE = ?, END_TIME = ?, VERSION = VERSION + 1, LAST_UPDATED = ?
      WHERE JOB_EXECUTION_ID = ? AND STATUS IN ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
      """;

  /** By time, as ids are handed out in blocks and the newer may have the smaller one. */
  private static final String NEWEST =
      """
      SELECT JOB_EXECUTION_ID FROM BATCH_JOB_EXECUTION
      WHERE JOB_INSTANCE_ID = ? ORDER BY CREATE_TIME DESC, JOB_EXECUTION_ID DESC LIMIT 1
      """;

  private static final String LAST_SIGN =
      """
      SELECT MAX(sign) FROM (
        SELECT LAST_UPDATED AS sign FROM BATCH_JOB_EXECUTION WHERE JOB_EXECUTION_ID = ?
        UNION ALL
        SELECT MAX(LAST_UPDATED) FROM BATCH_STEP_EXECUTION WHERE JOB_EXECUTION_ID = ?) signs
      """;

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final Clock clock;

  StoredExecutions(JdbcTemplate jdbc, TransactionOperations transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Asks a running execution to end at its next commit; returns whether it ran. */
  boolean stop(long id) {
    return jdbc.update(STOP, now(), id) == 1;
  }

  /** Gives up an execution that has ended badly; returns whether it had. */
  boolean abandon(long id) {
    return jdbc.update(ABANDON, now(), now(), id) == 1;
  }

  /** Marks an execution and its steps as failed; returns whether it had not ended. */
  boolean recover(long id, String message) {
    return Boolean.TRUE.equals(
        transactions.execute(
            _ -> {
              Timestamp now = now();
              boolean done = jdbc.update(RECOVER, message, now, now, id) == 1;
              if (done) {
                jdbc.update(RECOVER_STEPS, message, now, now, id);
              }
              return done;
            }));
  }

  /** The newest execution of an instance. */
  Optional<Long> newestOf(long instance) {
    return jdbc.queryForList(NEWEST, Long.class, instance).stream().findFirst();
  }

  /** When an execution or one of its steps was last written; empty where nobody wrote when. */
  Optional<Instant> lastSign(long id) {
    return jdbc.queryForList(LAST_SIGN, Timestamp.class, id, id).stream()
        .filter(Objects::nonNull)
        .map(Timestamp::toInstant)
        .findFirst();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
