package dev.sluice.purge;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Executions as Spring Batch would have left them, on a database that has no others. */
final class History {

  /** At which all is looked at: no full hour, as usual. */
  static final Instant NOW = Instant.parse("2026-11-27T19:30:00Z");

  private static final List<String> TABLES =
      List.of(
          "BATCH_STEP_EXECUTION_CONTEXT",
          "BATCH_STEP_EXECUTION",
          "BATCH_JOB_EXECUTION_CONTEXT",
          "BATCH_JOB_EXECUTION_PARAMS",
          "BATCH_JOB_EXECUTION",
          "BATCH_JOB_INSTANCE");

  /** Greater than all ids here. */
  private static final List<String> SEQUENCES =
      List.of("BATCH_STEP_EXECUTION_SEQ", "BATCH_JOB_EXECUTION_SEQ", "BATCH_JOB_INSTANCE_SEQ");

  private final JdbcTemplate jdbc;

  History(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Nothing has ever run, and the dashboard has counted all up to two hours ago. */
  void clear() {
    TABLES.forEach(table -> jdbc.update("DELETE FROM " + table));
    SEQUENCES.forEach(
        sequence -> jdbc.update("UPDATE " + sequence + " SET ID = GREATEST(ID, 100000)"));
    jdbc.update("DELETE FROM dashboard_tally");
    counted(null, NOW.minus(Duration.ofHours(2)));
  }

  /** The dashboard has counted from there on, or from the beginning where that is null. */
  void counted(@Nullable Instant from, Instant until) {
    jdbc.update(
        "UPDATE dashboard_tally_reach SET counted_from = ?, recent_from = ?, complete = ? WHERE id"
            + " = 1",
        stored(from == null ? daysAgo(1_000) : from),
        stored(until),
        from == null);
  }

  /** The dashboard has counted none. */
  void notCounted() {
    jdbc.update(
        "UPDATE dashboard_tally_reach SET counted_from = NULL, recent_from = NULL, complete ="
            + " FALSE");
  }

  static Instant daysAgo(double days) {
    return NOW.minusSeconds((long) (days * 86_400));
  }

  /** An execution with one step, both contexts and two parameters, that took a minute. */
  void execution(long id, long instance, String status, Instant createdAt) {
    execution(id, instance, status, createdAt, createdAt.plusSeconds(60));
  }

  /** The same with its end, null where it has none. */
  void execution(
      long id, long instance, String status, Instant createdAt, @Nullable Instant endedAt) {
    Long known =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM BATCH_JOB_INSTANCE WHERE JOB_INSTANCE_ID = ?",
            Long.class,
            instance);
    if (known == null || known == 0) {
      jdbc.update(
          "INSERT INTO BATCH_JOB_INSTANCE (JOB_INSTANCE_ID, VERSION, JOB_NAME, JOB_KEY) VALUES"
              + " (?, 0, 'nightly', LEFT(SHA2(?, 256), 32))",
          instance,
          instance);
    }
    jdbc.update(
        "INSERT INTO BATCH_JOB_EXECUTION (JOB_EXECUTION_ID, VERSION, JOB_INSTANCE_ID, CREATE_TIME,"
            + " START_TIME, END_TIME, STATUS) VALUES (?, 1, ?, ?, ?, ?, ?)",
        id,
        instance,
        stored(createdAt),
        stored(createdAt),
        endedAt == null ? null : stored(endedAt),
        status);
    jdbc.update("INSERT INTO BATCH_JOB_EXECUTION_CONTEXT VALUES (?, '{}', NULL)", id);
    parameter(id, "date", "Y");
    parameter(id, "lock", "N");
    jdbc.update(
        "INSERT INTO BATCH_STEP_EXECUTION (STEP_EXECUTION_ID, VERSION, STEP_NAME, JOB_EXECUTION_ID,"
            + " CREATE_TIME, STATUS) VALUES (?, 1, 'step', ?, ?, ?)",
        id + 10_000,
        id,
        stored(createdAt),
        status);
    jdbc.update("INSERT INTO BATCH_STEP_EXECUTION_CONTEXT VALUES (?, '{}', NULL)", id + 10_000);
  }

  void parameter(long id, String name, String identifying) {
    jdbc.update(
        "INSERT INTO BATCH_JOB_EXECUTION_PARAMS VALUES (?, ?, 'java.lang.String', 'x', ?)",
        id,
        name,
        identifying);
  }

  /** The dashboard has counted an execution of that hour as running. */
  void countedAsRunning(Instant hour) {
    jdbc.update(
        "INSERT INTO dashboard_tally VALUES ('nightly', ?, 'STARTED', 1, 0, 0, 0)", stored(hour));
  }

  /** What is left, by id. */
  List<Long> executions() {
    return jdbc.queryForList(
        "SELECT JOB_EXECUTION_ID FROM BATCH_JOB_EXECUTION ORDER BY 1", Long.class);
  }

  List<Long> instances() {
    return jdbc.queryForList(
        "SELECT JOB_INSTANCE_ID FROM BATCH_JOB_INSTANCE ORDER BY 1", Long.class);
  }

  /** How many rows each of Batch's tables has. */
  Map<String, Long> rows() {
    var rows = new TreeMap<String, Long>();
    for (String table : TABLES) {
      rows.put(table, jdbc.queryForObject("SELECT COUNT(*) FROM " + table, Long.class));
    }
    return rows;
  }

  private static LocalDateTime stored(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
