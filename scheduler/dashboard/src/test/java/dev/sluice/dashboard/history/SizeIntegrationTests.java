package dev.sluice.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dashboard.TestSchema;
import dev.sluice.dashboard.tally.Counts;
import dev.sluice.dashboard.tally.Tally;
import dev.sluice.dashboard.tally.TallyRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.batch.core.BatchStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How many rows and index entries the server reads for a page, with 200,000 executions of a job
 * that runs all the time and two others. The server counts them itself, so that a plan that walks
 * the table shows on a small machine, too. Seen to fail with 258,106 reads where a parameter that a
 * third have was an EXISTS, which the server makes a join that begins with it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SizeIntegrationTests {

  private static final int DRAINS = 200_000;

  /** A search looks at 20,000 executions at most, and reads half as much beside them. */
  private static final int SEARCH_READS_MAX = 30_000;

  private static final Instant LAST = Instant.parse("2026-11-20T12:00:00Z");

  private final DataSource schema = TestSchema.withTables();
  private SingleConnectionDataSource connection;
  private JdbcTemplate jdbc;
  private Counts counts;
  private Executions executions;

  @BeforeAll
  void write() throws SQLException {
    connection = new SingleConnectionDataSource(schema.getConnection(), true);
    jdbc = new JdbcTemplate(connection);
    counts = new Counts(jdbc);
    executions = new Executions(jdbc, counts);
    numbers();
    // Every 30 s for 70 days, the last at noon; one in a thousand failed, none of the last 50,000.
    insert("drain", 1, DRAINS, 30);
    jdbc.update(
        "UPDATE BATCH_JOB_EXECUTION SET STATUS = 'FAILED' WHERE MOD(JOB_EXECUTION_ID, 1000) = 0 AND"
            + " JOB_EXECUTION_ID > 50000");
    insert("nightly", 300_000, 70, 86_400);
    insert("retired", 400_000, 30, 60);
    jdbc.update(
        "UPDATE BATCH_JOB_EXECUTION SET CREATE_TIME = CREATE_TIME - INTERVAL 60 DAY WHERE"
            + " JOB_EXECUTION_ID >= 400000");
    var tally =
        new Tally(
            new TallyRows(jdbc), new TransactionTemplate(new JdbcTransactionManager(connection)));
    assertThat(tally.tick(LAST, Duration.ofMinutes(5))).isTrue();
    jdbc.execute(
        "ANALYZE TABLE BATCH_JOB_EXECUTION, BATCH_JOB_INSTANCE, BATCH_JOB_EXECUTION_PARAMS,"
            + " dashboard_tally");
  }

  @AfterAll
  void close() {
    connection.destroy();
  }

  @Test
  void theNewestOfAll() {
    assertReads(500, 50, () -> executions.list(ExecutionFilter.ALL, null, 50));
  }

  @Test
  void farBehind() {
    var place = new Cursor(executions.find(150_000).orElseThrow().place().created(), 150_000);
    assertReads(500, 50, () -> executions.list(ExecutionFilter.ALL, place, 50));
  }

  @Test
  void thoseThatFailed() {
    var failed = ExecutionFilter.ALL.in(Set.of(BatchStatus.FAILED));
    assertReads(500, 50, () -> executions.list(failed, null, 50));
  }

  @Test
  void aNightlyJobAmongThem() {
    var nightly = ExecutionFilter.ALL.ofJobs(Set.of("nightly"));
    assertReads(SEARCH_READS_MAX, 50, () -> executions.list(nightly, null, 50));
  }

  @Test
  void allButTheBusyOne() {
    var others = ExecutionFilter.ALL.without(Set.of("drain"));
    assertReads(SEARCH_READS_MAX, 50, () -> executions.list(others, null, 50));
  }

  @Test
  void aJobThatRanLongAgo() {
    var retired = ExecutionFilter.ALL.ofJobs(Set.of("retired"));
    assertReads(2_500, 30, () -> executions.list(retired, null, 50));
  }

  @Test
  void oneDay() {
    var day =
        ExecutionFilter.ALL.between(
            Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-10-02T00:00:00Z"));
    assertReads(500, 50, () -> executions.list(day, null, 50));
  }

  @Test
  void aParameterThatOneHas() {
    var one = ExecutionFilter.ALL.with(new ParameterValue("run", "drain-777"));
    assertReads(50, 1, () -> executions.list(one, null, 50));
  }

  @Test
  void aParameterThatAThirdHave() {
    var shard = ExecutionFilter.ALL.with(new ParameterValue("shard", "1"));
    assertReads(SEARCH_READS_MAX, 50, () -> executions.list(shard, null, 50));
  }

  /** The search ends where it has looked at enough, and says so. */
  @Test
  void aTextThatNobodyWrote() {
    var text = ExecutionFilter.ALL.in(Set.of(BatchStatus.COMPLETED)).saying("nobody");
    ExecutionPage page = assertReads(SEARCH_READS_MAX, 0, () -> executions.list(text, null, 50));
    assertThat(page.searched()).isTrue();
  }

  @Test
  void jobsAndTheirLastExecutions() {
    var jobs = new Jobs(jdbc, counts, executions);
    long before = reads();
    assertThat(jobs.list(LAST)).hasSize(3);
    assertThat(reads() - before).isLessThan(60_000);
  }

  private ExecutionPage assertReads(long max, int lines, Supplier<ExecutionPage> question) {
    assertThat(question.get()).isNotNull();
    long before = reads();
    ExecutionPage page = question.get();
    assertThat(reads() - before).isLessThan(max);
    assertThat(page.lines()).hasSize(lines);
    return page;
  }

  /** Rows and index entries that the server has read for this connection. */
  private long reads() {
    return jdbc.queryForList("SHOW SESSION STATUS LIKE 'Handler_read%'").stream()
        .map(Map::values)
        .mapToLong(values -> Long.parseLong(values.toArray()[1].toString()))
        .sum();
  }

  private void numbers() {
    jdbc.execute("CREATE TABLE digit (d INT PRIMARY KEY)");
    jdbc.execute("INSERT INTO digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
    jdbc.execute("CREATE TABLE number (n INT PRIMARY KEY)");
    jdbc.update(
        """
        INSERT INTO number SELECT a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d + 100000 * f.d
        FROM digit a, digit b, digit c, digit d, digit e, digit f WHERE f.d < 2
        """);
  }

  /** Executions one after the other, the last at noon. */
  private void insert(String job, long firstId, int count, int seconds) {
    jdbc.update(
        "INSERT INTO BATCH_JOB_INSTANCE SELECT ? + n, 0, ?, LEFT(SHA2(CONCAT(?, n), 256), 32) FROM"
            + " number WHERE n < ?",
        firstId,
        job,
        job,
        count);
    jdbc.update(
        """
        INSERT INTO BATCH_JOB_EXECUTION
        SELECT ? + n, 2, ? + n, t, t, t + INTERVAL 10 SECOND, 'COMPLETED', 'COMPLETED', '', t + INTERVAL 10 SECOND
        FROM (SELECT n, TIMESTAMP '2026-11-20 12:00:00' - INTERVAL (? - 1 - n) * ? SECOND AS t FROM number WHERE n < ?) x
        """,
        firstId,
        firstId,
        count,
        seconds,
        count);
    jdbc.update(
        "INSERT INTO BATCH_JOB_EXECUTION_PARAMS SELECT ? + n, 'run', 'java.lang.String', CONCAT(?,"
            + " '-', n), 'Y' FROM number WHERE n < ?",
        firstId,
        job,
        count);
    jdbc.update(
        "INSERT INTO BATCH_JOB_EXECUTION_PARAMS SELECT ? + n, 'shard', 'java.lang.Long', MOD(n, 3),"
            + " 'Y' FROM number WHERE n < ?",
        firstId,
        count);
  }
}
