package dev.sluice.dashboard.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dashboard.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The counters against a count of every row. */
class TallyIntegrationTests {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(60);

  private final DataSource schema = TestSchema.withTables();
  private final JdbcTemplate jdbc = new JdbcTemplate(schema);
  private final Counts counts = new Counts(jdbc);
  private final Tally tally =
      new Tally(new TallyRows(jdbc), new TransactionTemplate(new JdbcTransactionManager(schema)));
  private long lastId;

  @Test
  void withoutExecutionsThereIsNothingToCount() {
    assertThat(tally.tick(NOON, LONG)).isTrue();
    assertThat(counts.lookedAt()).contains(NOON);
    assertThat(counts.since(Instant.EPOCH)).isEmpty();
  }

  @Test
  void oldExecutionsAreCountedDayByDay() {
    for (int day = 0; day < 40; day += 13) {
      execution("nightly", NOON.minus(Duration.ofDays(day)), "COMPLETED", 100);
      execution("nightly", NOON.minus(Duration.ofDays(day)), "FAILED", 300);
    }
    assertThat(tally.tick(NOON, Duration.ZERO)).isFalse();
    assertThat(tally.tick(NOON, LONG)).isTrue();
    assertCounted();
    assertThat(counts.since(Instant.EPOCH))
        .contains(
            new JobCount(
                "nightly",
                BatchStatus.FAILED,
                new Count(4, 4, Duration.ofMinutes(20), Duration.ofMinutes(5))));
  }

  /** Seen to fail where only the last hours are counted again. */
  @Test
  void whatEndsDaysLaterIsCountedAgain() {
    long id = execution("nightly", NOON.minus(Duration.ofDays(3)), "STARTED", null);
    execution("nightly", NOON, "COMPLETED", 1);
    assertThat(tally.tick(NOON, LONG)).isTrue();
    jdbc.update(
        "UPDATE BATCH_JOB_EXECUTION SET STATUS = 'COMPLETED', END_TIME = CREATE_TIME + INTERVAL 3"
            + " DAY WHERE JOB_EXECUTION_ID = ?",
        id);
    assertThat(tally.tick(NOON, LONG)).isTrue();
    assertCounted();
  }

  @Test
  void whatAnOperatorAbandonsIsCountedAgain() {
    long id = execution("nightly", NOON.minus(Duration.ofDays(3)), "FAILED", 5);
    execution("nightly", NOON, "COMPLETED", 1);
    assertThat(tally.tick(NOON, LONG)).isTrue();
    jdbc.update(
        "UPDATE BATCH_JOB_EXECUTION SET STATUS = 'ABANDONED' WHERE JOB_EXECUTION_ID = ?", id);
    tally.recount(id);
    assertCounted();
  }

  @Test
  void afterALongTimeWithoutALookNothingIsMissing() {
    execution("nightly", NOON.minus(Duration.ofDays(9)), "COMPLETED", 1);
    assertThat(tally.tick(NOON.minus(Duration.ofDays(9)), LONG)).isTrue();
    for (int hours = 0; hours < 24 * 9; hours += 7) {
      execution("nightly", NOON.minus(Duration.ofHours(hours)), "COMPLETED", 1);
    }
    assertThat(tally.tick(NOON, LONG)).isTrue();
    assertCounted();
  }

  /** A node whose clock is a day ahead must not make the hours of the others count as old. */
  @Test
  void anExecutionFromTheFutureHidesNone() {
    execution("nightly", NOON.plus(Duration.ofDays(1)), "COMPLETED", 1);
    execution("nightly", NOON, "COMPLETED", 1);
    assertThat(tally.tick(NOON, LONG)).isTrue();
    execution("nightly", NOON.plusSeconds(5), "COMPLETED", 1);
    assertThat(tally.tick(NOON.plusSeconds(10), LONG)).isTrue();
    assertCounted();
  }

  @Test
  void oneProcessCountsAtATime() throws SQLException {
    execution("nightly", NOON, "COMPLETED", 1);
    try (Connection other = schema.getConnection()) {
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        statement.execute("SELECT * FROM dashboard_tally_reach FOR UPDATE");
        assertThat(tally.tick(NOON, LONG)).isTrue();
        assertThat(counts.since(Instant.EPOCH)).isEmpty();
      }
      other.rollback();
    }
    assertThat(tally.tick(NOON, LONG)).isTrue();
    assertCounted();
  }

  /** Jobs write while it is counted: what is read must not be locked. */
  @Test
  void countingWaitsForNobodyAndKeepsNobodyWaiting() throws SQLException {
    long id = execution("nightly", NOON, "STARTED", null);
    try (Connection job = schema.getConnection()) {
      job.setAutoCommit(false);
      try (var statement = job.createStatement()) {
        statement.execute("SET innodb_lock_wait_timeout = 1");
        statement.execute(
            "UPDATE BATCH_JOB_EXECUTION SET STATUS = 'STOPPING' WHERE JOB_EXECUTION_ID = " + id);
        assertThat(tally.tick(NOON, LONG)).isTrue();
        assertThat(counts.since(Instant.EPOCH))
            .extracting(JobCount::status)
            .containsExactly(BatchStatus.STARTED);
      }
      job.rollback();
    }
  }

  private void assertCounted() {
    List<String> rows =
        jdbc.queryForList(
            """
            SELECT CONCAT_WS(' ', JOB_NAME, STATUS, COUNT(*)) FROM BATCH_JOB_EXECUTION
            JOIN BATCH_JOB_INSTANCE USING (JOB_INSTANCE_ID) GROUP BY JOB_NAME, STATUS
            """,
            String.class);
    assertThat(
            counts.since(Instant.EPOCH).stream()
                .map(c -> c.job() + " " + c.status() + " " + c.count().executions())
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  private long execution(String job, Instant created, String status, @Nullable Integer seconds) {
    long id = ++lastId;
    jdbc.update("INSERT INTO BATCH_JOB_INSTANCE VALUES (?, 0, ?, ?)", id, job, Long.toString(id));
    jdbc.update(
        """
        INSERT INTO BATCH_JOB_EXECUTION
        VALUES (?, 1, ?, ?, ?, ? + INTERVAL ? SECOND, ?, '', '', NULL)
        """,
        id,
        id,
        Timestamp.from(created),
        Timestamp.from(created),
        Timestamp.from(created),
        seconds,
        status);
    return id;
  }
}
