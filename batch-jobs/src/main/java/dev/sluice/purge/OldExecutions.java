package dev.sluice.purge;

import dev.sluice.job.RunParameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/** Spring Batch's tables, as far as they are old. Thread-safe. */
final class OldExecutions {

  /** By the primary key. Where older hours still wait to be counted, they are not looked at. */
  private static final String COUNTED =
      """
      SELECT CASE WHEN complete THEN TIMESTAMP '1000-01-01 00:00:00' ELSE counted_from END AS counted_from, recent_from
      FROM dashboard_tally_reach
      WHERE id = 1 AND counted_from IS NOT NULL AND recent_from IS NOT NULL
      """;

  /** An instance's newest execution: the one created last, since ids are handed out in blocks. */
  private static final String JOIN_NEWEST =
      """
      JOIN BATCH_JOB_EXECUTION newest ON newest.JOB_EXECUTION_ID = (
        SELECT one.JOB_EXECUTION_ID FROM BATCH_JOB_EXECUTION one
        WHERE one.JOB_INSTANCE_ID = old.JOB_INSTANCE_ID
        ORDER BY one.CREATE_TIME DESC, one.JOB_EXECUTION_ID DESC LIMIT 1)
      """;

  /**
   * It has ended long ago, all of its instance have ended, and the newest of them is never taken up
   * again: it has completed, was abandoned, or belongs to a launch of its own.
   */
  private static final String IS_OVER =
      """
      old.END_TIME < :ended
      AND NOT EXISTS (
        SELECT 1 FROM BATCH_JOB_EXECUTION one
        WHERE one.JOB_INSTANCE_ID = old.JOB_INSTANCE_ID
        AND (one.END_TIME IS NULL OR one.STATUS IS NULL OR one.STATUS IN ('STARTING', 'STARTED', 'STOPPING')))
      AND (newest.STATUS IN ('COMPLETED', 'ABANDONED') OR EXISTS (
        SELECT 1 FROM BATCH_JOB_EXECUTION_PARAMS param
        WHERE param.JOB_EXECUTION_ID = newest.JOB_EXECUTION_ID
        AND param.PARAMETER_NAME = :launch AND param.IDENTIFYING = 'Y'))
      """;

  /**
   * The dashboard counts an hour again after somebody has abandoned an execution of it, or one that
   * it has counted as running has ended.
   */
  private static final String HOURS_TO_RECOUNT =
      """
      SELECT DISTINCT CAST(DATE_FORMAT(old.CREATE_TIME, '%%Y-%%m-%%d %%H:00:00') AS DATETIME) AS hour
      FROM BATCH_JOB_EXECUTION old
      %s
      WHERE old.STATUS IN ('STARTING', 'STARTED', 'STOPPING', 'STOPPED', 'FAILED', 'UNKNOWN')
      AND old.CREATE_TIME < :before
      AND NOT COALESCE(%s, FALSE)
      UNION
      SELECT hour FROM dashboard_tally
      WHERE status IN ('STARTING', 'STARTED', 'STOPPING') AND hour < :before
      """
          .formatted(JOIN_NEWEST, IS_OVER);

  /** By the index over the time of creation, which ends with the id. */
  private static final String NEXT =
      """
      SELECT old.JOB_EXECUTION_ID, old.JOB_INSTANCE_ID, old.CREATE_TIME,
        COALESCE(%s, FALSE) AS is_over,
        newest.JOB_EXECUTION_ID = old.JOB_EXECUTION_ID AS is_newest,
        (SELECT COUNT(*) FROM BATCH_JOB_EXECUTION one
          WHERE one.JOB_INSTANCE_ID = old.JOB_INSTANCE_ID) AS executions
      FROM (
        SELECT JOB_EXECUTION_ID, JOB_INSTANCE_ID, CREATE_TIME, END_TIME
        FROM BATCH_JOB_EXECUTION FORCE INDEX (BATCH_JOB_EXECUTION_BY_TIME)
        WHERE CREATE_TIME >= :createdAt AND CREATE_TIME < :before
        AND (CREATE_TIME > :createdAt OR JOB_EXECUTION_ID > :id)
        ORDER BY CREATE_TIME, JOB_EXECUTION_ID
        LIMIT :limit
      ) AS old
      %s
      ORDER BY old.CREATE_TIME, old.JOB_EXECUTION_ID
      """
          .formatted(IS_OVER, JOIN_NEWEST);

  /** Children first. */
  private static final List<String> DELETE_CHILDREN =
      List.of(
          """
          DELETE context FROM BATCH_STEP_EXECUTION_CONTEXT context
          JOIN BATCH_STEP_EXECUTION step ON step.STEP_EXECUTION_ID = context.STEP_EXECUTION_ID
          WHERE step.JOB_EXECUTION_ID IN (:ids)
          """,
          "DELETE FROM BATCH_STEP_EXECUTION WHERE JOB_EXECUTION_ID IN (:ids)",
          "DELETE FROM BATCH_JOB_EXECUTION_CONTEXT WHERE JOB_EXECUTION_ID IN (:ids)",
          "DELETE FROM BATCH_JOB_EXECUTION_PARAMS WHERE JOB_EXECUTION_ID IN (:ids)");

  private static final String DELETE =
      "DELETE FROM BATCH_JOB_EXECUTION WHERE JOB_EXECUTION_ID IN (:ids)";

  /** Batch makes an instance before its first execution: only those of the deleted are asked. */
  private static final String DELETE_EMPTY_INSTANCES =
      """
      DELETE FROM BATCH_JOB_INSTANCE
      WHERE JOB_INSTANCE_ID IN (:instances)
      AND NOT EXISTS (
        SELECT 1 FROM BATCH_JOB_EXECUTION one
        WHERE one.JOB_INSTANCE_ID = BATCH_JOB_INSTANCE.JOB_INSTANCE_ID)
      """;

  private final NamedParameterJdbcOperations jdbc;

  /** Reads and deletes there. */
  OldExecutions(NamedParameterJdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What may be looked at; empty where the dashboard has counted nothing yet.
   *
   * @param ended executions that have ended earlier may go
   */
  Optional<Period> findPeriod(LocalDateTime ended) {
    return jdbc
        .query(
            COUNTED,
            (row, index) ->
                Period.counted(
                    row.getObject("counted_from", LocalDateTime.class),
                    row.getObject("recent_from", LocalDateTime.class),
                    ended))
        .stream()
        .findFirst();
  }

  /** The hours that the dashboard may count once more, because of an execution that stays. */
  Set<LocalDateTime> listHoursToRecount(Period period) {
    return new HashSet<>(
        jdbc.query(
            HOURS_TO_RECOUNT,
            Map.of(
                "before", period.before(), "ended", period.ended(), "launch", RunParameters.LAUNCH),
            (row, index) -> row.getObject("hour", LocalDateTime.class)));
  }

  /**
   * The next executions in the order of their creation.
   *
   * @param createdAt when the last one that was looked at was created
   * @param id its id
   */
  List<OldExecution> list(Period period, LocalDateTime createdAt, long id, int limit) {
    return jdbc.query(
        NEXT,
        Map.of(
            "before",
            period.before(),
            "ended",
            period.ended(),
            "launch",
            RunParameters.LAUNCH,
            "createdAt",
            createdAt,
            "id",
            id,
            "limit",
            limit),
        (row, index) -> read(row));
  }

  /**
   * Deletes executions and all that hangs on them, and their instances that have none left. To be
   * called in a transaction.
   *
   * @param going not empty
   * @return how many executions there still were
   */
  int delete(List<OldExecution> going) {
    Map<String, ?> ids = Map.of("ids", going.stream().map(OldExecution::id).toList());
    DELETE_CHILDREN.forEach(sql -> jdbc.update(sql, ids));
    int deleted = jdbc.update(DELETE, ids);
    jdbc.update(
        DELETE_EMPTY_INSTANCES,
        Map.of("instances", going.stream().map(OldExecution::instance).distinct().toList()));
    return deleted;
  }

  private static OldExecution read(ResultSet row) throws SQLException {
    return new OldExecution(
        row.getLong("JOB_EXECUTION_ID"),
        row.getLong("JOB_INSTANCE_ID"),
        row.getObject("CREATE_TIME", LocalDateTime.class),
        row.getBoolean("is_over"),
        row.getBoolean("is_newest"),
        row.getInt("executions"));
  }
}
