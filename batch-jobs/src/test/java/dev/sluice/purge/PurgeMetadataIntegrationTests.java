package dev.sluice.purge;

import static dev.sluice.purge.History.NOW;
import static dev.sluice.purge.History.daysAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.drain.TestDatabase;
import dev.sluice.job.CalendarJob;
import dev.sluice.job.JobRunner;
import dev.sluice.redis.RedisConfiguration;
import dev.sluice.redis.RedisServers;
import dev.sluice.redis.RedissonClients;
import dev.sluice.servers.Servers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.api.RedissonClient;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.scope.context.StepContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Old executions go, and none that somebody may still need. */
class PurgeMetadataIntegrationTests {

  private static final Duration RETENTION = Duration.ofDays(30);

  private static TestDatabase database;
  private static History history;

  private final StepExecution step =
      new StepExecution(
          1,
          "delete-old-executions",
          new JobExecution(1, new JobInstance(1, "purge-metadata"), new JobParameters()));
  private final StepContribution counts = new StepContribution(step);

  @BeforeAll
  static void open() {
    database = new TestDatabase();
    history = new History(database.jdbc());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void clear() {
    history.clear();
  }

  /** Seen to fail without the deletion of instances, and with the end compared the other way. */
  @Test
  void deletesWhatEndedBeforeTheRetentionWithAllThatHangsOnIt() {
    history.execution(1, 1, "COMPLETED", daysAgo(40));
    history.execution(2, 2, "ABANDONED", daysAgo(31));
    history.execution(3, 3, "COMPLETED", daysAgo(29));

    purge(500);

    assertThat(history.executions()).containsExactly(3L);
    assertThat(history.instances()).containsExactly(3L);
    assertThat(history.rows())
        .isEqualTo(
            Map.of(
                "BATCH_JOB_INSTANCE", 1L,
                "BATCH_JOB_EXECUTION", 1L,
                "BATCH_JOB_EXECUTION_CONTEXT", 1L,
                "BATCH_JOB_EXECUTION_PARAMS", 2L,
                "BATCH_STEP_EXECUTION", 1L,
                "BATCH_STEP_EXECUTION_CONTEXT", 1L));
    assertThat(counts.getReadCount()).isEqualTo(2);
    assertThat(counts.getWriteCount()).isEqualTo(2);
  }

  /** By its end, not its begin. Seen to fail with the time of creation compared. */
  @Test
  void keepsWhatEndedLately() {
    history.execution(1, 1, "COMPLETED", daysAgo(40), daysAgo(29));

    purge(500);

    assertThat(history.executions()).containsExactly(1L);
    assertThat(counts.getReadCount()).isEqualTo(1);
    assertThat(counts.getWriteCount()).isZero();
  }

  /** Seen to fail without the look for executions of the instance that have not ended. */
  @ParameterizedTest
  @ValueSource(strings = {"STARTING", "STARTED", "STOPPING", "COMPLETED"})
  void keepsWhatHasNotEnded(String status) {
    history.execution(1, 1, status, daysAgo(40), null);

    purge(500);

    assertThat(history.executions()).containsExactly(1L);
  }

  /** Whatever its end says. Seen to fail without the statuses in that look. */
  @ParameterizedTest
  @ValueSource(strings = {"STARTING", "STARTED", "STOPPING"})
  void keepsWhatIsMarkedAsRunning(String status) {
    history.execution(1, 1, "COMPLETED", daysAgo(42));
    history.execution(2, 1, status, daysAgo(41));
    history.execution(3, 1, "COMPLETED", daysAgo(40));

    purge(500);

    assertThat(history.executions()).containsExactly(1L, 2L, 3L);
  }

  /** Seen to fail without the condition of the newest. */
  @ParameterizedTest
  @ValueSource(strings = {"FAILED", "STOPPED", "UNKNOWN"})
  void keepsAllOfAnInstanceThatCouldBeTakenUpAgain(String status) {
    history.execution(1, 1, "FAILED", daysAgo(50));
    history.execution(2, 1, status, daysAgo(40));

    purge(500);

    assertThat(history.executions()).containsExactly(1L, 2L);
  }

  /**
   * As the purge's own run does, which was killed long ago and is begun again. Seen to fail without
   * both conditions of the instance.
   */
  @Test
  void keepsAllOfAnInstanceThatRuns() {
    history.execution(1, 1, "FAILED", daysAgo(40));
    history.execution(2, 1, "STARTED", daysAgo(0), null);

    purge(500);

    assertThat(history.executions()).containsExactly(1L, 2L);
  }

  /**
   * The newest is that which was created last, and need not have the greatest id. Seen to fail by
   * id.
   */
  @Test
  void goesByTheExecutionThatWasCreatedLast() {
    history.execution(200, 1, "FAILED", daysAgo(41));
    history.execution(100, 1, "COMPLETED", daysAgo(40));
    history.execution(101, 2, "FAILED", daysAgo(42));
    history.execution(201, 2, "COMPLETED", daysAgo(43));

    purge(500);

    assertThat(history.executions()).containsExactly(101L, 201L);
    assertThat(history.instances()).containsExactly(2L);
  }

  /** The next launch finds the work. Seen to fail without the look for the parameter. */
  @Test
  void deletesFailuresOfRunsThatAreNeverBegunAgain() {
    history.execution(1, 1, "FAILED", daysAgo(40));
    history.parameter(1, "launch", "Y");
    history.execution(2, 2, "FAILED", daysAgo(35));
    history.parameter(2, "launch", "N");

    purge(500);

    assertThat(history.executions()).containsExactly(2L);
  }

  /** Seen to fail where only the newest may go. */
  @Test
  void deletesOldFailuresOfAnInstanceThatCompletedLater() {
    history.execution(1, 1, "FAILED", daysAgo(40));
    history.execution(2, 1, "COMPLETED", daysAgo(5));

    purge(500);

    assertThat(history.executions()).containsExactly(2L);
    assertThat(history.instances()).containsExactly(1L);
  }

  /**
   * Its end was written late. Seen to fail where the newest was deleted before it: the instance was
   * one that failed, and could be taken up again.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 500})
  void theNewestIsTheLastToGo(int chunk) {
    history.execution(1, 1, "FAILED", daysAgo(41), daysAgo(3));
    history.execution(2, 1, "COMPLETED", daysAgo(40));

    purge(chunk);

    assertThat(history.executions()).containsExactly(1L, 2L);
  }

  /**
   * Seen to fail without each of the two: somebody abandons 2, and the hour is counted without 1.
   */
  @Test
  void keepsTheHoursOfWhatTheDashboardMayCountAgain() {
    Instant hour = Instant.parse("2026-10-10T05:00:00Z");
    history.execution(1, 1, "COMPLETED", hour);
    history.execution(2, 2, "FAILED", hour.plusSeconds(3_599));
    history.execution(3, 3, "COMPLETED", hour.plusSeconds(3_600));
    history.execution(4, 4, "COMPLETED", hour.plusSeconds(7_200));
    history.countedAsRunning(hour.plusSeconds(7_200));

    purge(1);

    assertThat(history.executions()).containsExactly(1L, 2L, 4L);
  }

  /**
   * An hour of which something is younger than the retention may be counted again, too. Seen to
   * fail by the minute.
   */
  @Test
  void deletesWholeHoursOnly() {
    Instant hour = NOW.minus(RETENTION).minusSeconds(1_800);
    history.execution(1, 1, "COMPLETED", hour.minusSeconds(1));
    history.execution(2, 2, "COMPLETED", hour);

    purge(500);

    assertThat(history.executions()).containsExactly(2L);
  }

  /** Seen to fail without the bounds: what the dashboard has never counted was gone. */
  @Test
  void keepsWhatTheDashboardHasNotCounted() {
    history.execution(1, 1, "COMPLETED", daysAgo(60));
    history.execution(2, 2, "COMPLETED", daysAgo(50));
    history.execution(3, 3, "COMPLETED", daysAgo(40));
    history.notCounted();
    purge(500);
    assertThat(history.executions()).containsExactly(1L, 2L, 3L);

    history.counted(daysAgo(55), daysAgo(45));
    purge(500);
    assertThat(history.executions()).containsExactly(1L, 3L);
  }

  /** Killed after each chunk, and in it. Seen to fail where the newest may go before the others. */
  @Test
  void leavesTheSameWhereverItWasKilled() {
    long chunks = 7;
    for (int killedAfter = 0; killedAfter < chunks; killedAfter++) {
      history.clear();
      plantMany();
      PurgeMetadataTasklet killed = tasklet(3);
      for (int chunk = 0; chunk < killedAfter; chunk++) {
        call(killed);
      }
      transactions()
          .executeWithoutResult(
              status -> {
                execute(killed);
                status.setRollbackOnly();
              });

      purge(3);

      assertThat(history.executions()).as("killed after %d", killedAfter).isEqualTo(left());
      assertThat(history.instances()).containsExactly(5L, 7L, 10L, 15L);
      Map<String, Long> once = history.rows();
      purge(3);
      assertThat(history.rows()).isEqualTo(once);
    }
  }

  /** Seen to fail with a deletion of each execution. */
  @Test
  void aChunkTakesTheSameStatementsWhateverItsSize() {
    plantMany();
    PurgeMetadataTasklet tasklet = tasklet(9);
    call(tasklet);
    long small = statementsOf(tasklet);
    history.clear();
    LongStream.rangeClosed(1, 80)
        .forEach(id -> history.execution(id, id, "COMPLETED", daysAgo(60).plusSeconds(id)));
    PurgeMetadataTasklet large = tasklet(40);
    call(large);

    assertThat(statementsOf(large)).isEqualTo(small);
    assertThat(history.executions()).isEmpty();
  }

  /**
   * The job itself, as the calendar runs it; its counts are in the tables with its deletions. Seen
   * to fail with what was read counted.
   */
  @Test
  void runsOnceAndTellsTheTruth() {
    history.counted(null, Instant.now().minus(Duration.ofHours(2)));
    Instant old = Instant.now().minus(Duration.ofDays(45));
    LongStream.rangeClosed(1, 10)
        .forEach(
            id ->
                history.execution(
                    id, id, id == 4 ? "FAILED" : "COMPLETED", old.plusSeconds(id * 3_600)));
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(PurgeApplication.class)
            .run(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--spring.data.redis.url=" + Servers.shared().redis().uri(),
                "--spring.flyway.enabled=false",
                "--spring.batch.job.enabled=false",
                "--spring.main.web-application-type=none",
                "--sluice.purge.chunk=3")) {
      CalendarJob job = context.getBean(CalendarJob.class);
      JobRunner runner = context.getBean(JobRunner.class);
      assertThat(job.name()).isEqualTo("purge-metadata");
      runner.run(job, Instant.now());
      runner.run(job, Instant.now().plus(Duration.ofDays(1)));
    }

    assertThat(
            database
                .jdbc()
                .queryForList(
                    "SELECT CONCAT_WS(' ', STATUS, READ_COUNT, WRITE_COUNT) FROM"
                        + " BATCH_STEP_EXECUTION WHERE STEP_NAME = 'delete-old-executions' ORDER BY"
                        + " CREATE_TIME",
                    String.class))
        .containsExactly("COMPLETED 10 9", "COMPLETED 1 0");
    assertThat(history.executions()).hasSize(3).contains(4L);
  }

  /** Eighteen executions that are looked at, of which six stay. */
  private static void plantMany() {
    for (long id = 1; id <= 18; id++) {
      long instance = id <= 15 ? id : 15;
      String status = id == 5 || id == 16 ? "FAILED" : "COMPLETED";
      history.execution(
          id, instance, status, daysAgo(60).plusSeconds(id * 3_600), id == 7 ? null : end(id));
    }
    history.execution(19, 10, "FAILED", daysAgo(1));
  }

  private static Instant end(long id) {
    return id == 17 ? daysAgo(2) : daysAgo(60).plusSeconds(id * 3_600 + 60);
  }

  private static List<Long> left() {
    return List.of(5L, 7L, 10L, 17L, 18L, 19L);
  }

  private void purge(int chunk) {
    PurgeMetadataTasklet tasklet = tasklet(chunk);
    RepeatStatus status = RepeatStatus.CONTINUABLE;
    while (status == RepeatStatus.CONTINUABLE) {
      status = call(tasklet);
    }
  }

  private static PurgeMetadataTasklet tasklet(int chunk) {
    return new PurgeMetadataTasklet(
        new OldExecutions(new NamedParameterJdbcTemplate(database.jdbc())),
        RETENTION,
        chunk,
        InstantSource.fixed(NOW));
  }

  private RepeatStatus call(PurgeMetadataTasklet tasklet) {
    return Objects.requireNonNull(transactions().execute(_ -> execute(tasklet)));
  }

  private RepeatStatus execute(PurgeMetadataTasklet tasklet) {
    return tasklet.execute(counts, new ChunkContext(new StepContext(step)));
  }

  private static TransactionTemplate transactions() {
    return new TransactionTemplate(new DataSourceTransactionManager(database.pool()));
  }

  /** As the server counts them on the connection of a call. */
  private long statementsOf(PurgeMetadataTasklet tasklet) {
    return Objects.requireNonNull(
        transactions()
            .execute(
                _ -> {
                  long before = questions();
                  execute(tasklet);
                  return questions() - before;
                }));
  }

  private static long questions() {
    JdbcTemplate jdbc = database.jdbc();
    return Long.parseLong(
        (String) jdbc.queryForMap("SHOW SESSION STATUS LIKE 'Questions'").get("Value"));
  }

  /** What the scheduler has of it. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({PurgeMetadataJobConfiguration.class, RedisConfiguration.class})
  static class PurgeApplication {

    @Bean(destroyMethod = "shutdown")
    RedissonClient redisson(RedisServers servers) {
      return RedissonClients.create(servers, Duration.ofSeconds(5));
    }
  }
}
