package dev.sluice.dashboard.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.dashboard.TestSchema;
import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.dashboard.audit.AuditEntry;
import dev.sluice.dashboard.audit.AuditEntry.Outcome;
import dev.sluice.dashboard.audit.By;
import dev.sluice.dashboard.audit.Refusal;
import dev.sluice.dashboard.audit.RefusedException;
import dev.sluice.dashboard.tally.Tally;
import dev.sluice.dashboard.tally.TallyRows;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.example.stranger.Gate;
import org.example.stranger.StrangerApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is done to the jobs of an application that has nothing but Spring Batch, by two processes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActionsIntegrationTests {

  private static final By ANN = new By("ann", "");
  private static final By BOB = new By("bob", "the disk was full");

  private final HikariDataSource schema = TestSchema.withTables();
  private final AtomicInteger number = new AtomicInteger();
  private ConfigurableApplicationContext stranger;
  private final MapJobRegistry jobs = new MapJobRegistry();
  private JobRepository repository;
  private JdbcTemplate jdbc;
  private Gate gate;
  private List<Long> ledger;
  private Actions here;
  private Actions there;

  @BeforeAll
  @SuppressWarnings("unchecked")
  void start() throws Exception {
    stranger =
        new SpringApplicationBuilder(StrangerApplication.class)
            .web(WebApplicationType.NONE)
            .run(
                "--spring.datasource.url=" + schema.getJdbcUrl(),
                "--spring.datasource.username=" + schema.getUsername(),
                "--spring.datasource.password=" + schema.getPassword(),
                "--spring.batch.jdbc.initialize-schema=never",
                "--spring.batch.job.enabled=false");
    repository = stranger.getBean(JobRepository.class);
    for (Job job : stranger.getBeansOfType(Job.class).values()) {
      jobs.register(job);
    }
    jdbc = new JdbcTemplate(schema);
    gate = stranger.getBean(Gate.class);
    ledger = (List<Long>) stranger.getBean("ledger");
    here = actions(JobRules.NONE);
    there = actions(JobRules.NONE);
  }

  @AfterAll
  void stop() {
    here.launches().stop();
    there.launches().stop();
    stranger.close();
  }

  @AfterEach
  void open() {
    gate.open();
    gate.fail(false);
    ledger.clear();
  }

  @Test
  void aJobIsStartedOnceWithItsParameters() {
    List<GivenParameter> run = unique(new GivenParameter("items", "Long", "35", false));
    Launch launch = here.starts().start("import", run, ANN);
    end(launch);
    JobExecution execution = execution(launch.execution());
    assertThat(execution.getStatus()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(execution.getJobParameters().getLong("items")).isEqualTo(35);
    assertThat(ledger).hasSize(35);

    refused(
        Refusal.ALREADY_COMPLETE,
        launch.execution(),
        () -> there.starts().start("import", run, ANN));
    List<AuditEntry> audit = here.audit().list("import", null, Long.MAX_VALUE, 2);
    assertThat(audit)
        .extracting(AuditEntry::outcome)
        .containsExactly(Outcome.REFUSED, Outcome.DONE);
    assertThat(audit.getLast().after()).contains("items=35");
    assertThat(audit.getLast().execution()).isEqualTo(launch.execution());
    assertThat(audit.getLast().who()).isEqualTo("ann");
  }

  /** Batch ignores parameters given to a job with an incrementer. */
  @Test
  void aJobWithAnIncrementerHasTheParametersThatWereGiven() {
    List<GivenParameter> run =
        unique(new GivenParameter("businessDate", "LocalDate", "2026-11-26", true));
    Launch launch = here.starts().start("report", run, ANN);
    end(launch);
    assertThat(execution(launch.execution()).getJobParameters().getLocalDate("businessDate"))
        .isEqualTo(LocalDate.of(2026, 11, 26));
    assertThat(execution(launch.execution()).getJobParameters().getLong("run.id")).isNull();
  }

  @Test
  void whatCannotBeStartedIsRefusedWithTheReason() {
    refused(Refusal.NO_SUCH_JOB, null, () -> here.starts().start("none", List.of(), ANN));
    refused(Refusal.INVALID_PARAMETERS, null, () -> here.starts().start("report", unique(), ANN));
    for (GivenParameter wrong :
        List.of(
            new GivenParameter("items", "Long", "ten", true),
            new GivenParameter("items", "java.lang.ProcessBuilder", "ls", true),
            new GivenParameter("day", "LocalDate", "2026-02-30", true),
            new GivenParameter(" ", "String", "x", true))) {
      refused(
          Refusal.INVALID_PARAMETERS,
          null,
          () -> here.starts().start("import", List.of(wrong), ANN));
    }
    var twice = new GivenParameter("a", "String", "x", true);
    refused(
        Refusal.INVALID_PARAMETERS,
        null,
        () -> here.starts().start("import", List.of(twice, twice), ANN));
  }

  @Test
  void whatTheApplicationDoesNotLetPeopleDoIsRefused() {
    JobRules rules =
        (kind, job) ->
            kind == ActionKind.START && job.equals("once")
                ? Optional.of("it runs by itself")
                : Optional.empty();
    Actions strict = actions(rules);
    refused(Refusal.NOT_BY_HAND, null, () -> strict.starts().start("once", unique(), ANN));
    assertThat(strict.starts().startable()).containsExactly("import", "report");
    strict.launches().stop();
  }

  /** Seen to fail without the lock: two executions or more, in eight rounds of ten. */
  @Test
  void aStartThatIsPressedTwiceAtOnceIsOneExecution() throws Exception {
    for (int round = 0; round < 5; round++) {
      List<GivenParameter> run = unique();
      List<Future<Launch>> presses =
          atOnce(8, i -> (i % 2 == 0 ? here : there).starts().start("import", run, ANN));
      assertThat(launched(presses)).hasSize(1);
    }
  }

  /** Seen to fail without the lock. */
  @Test
  void aRestartThatIsPressedTwiceAtOnceIsOneExecution() throws Exception {
    for (int round = 0; round < 5; round++) {
      long failed = failed();
      List<Future<Launch>> presses =
          atOnce(8, i -> (i % 2 == 0 ? here : there).executions().restart(failed, ANN));
      List<Launch> launched = launched(presses);
      assertThat(launched).hasSize(1);
      end(launched.getFirst());
      long instance = execution(failed).getJobInstanceId();
      assertThat(
              count("SELECT COUNT(*) FROM BATCH_JOB_EXECUTION WHERE JOB_INSTANCE_ID = " + instance))
          .isEqualTo(2);
      refused(
          Refusal.NEWER_EXECUTION,
          launched.getFirst().execution(),
          () -> here.executions().restart(failed, ANN));
    }
  }

  /** Batch's own stop marks it as stopped at once, while it runs on. */
  @Test
  void anExecutionThatIsStoppedElsewhereEndsAtItsCommitAndGoesOnFromThere() throws Exception {
    for (int round = 0; round < 10; round++) {
      ledger.clear();
      gate.close();
      Launch launch =
          here.starts()
              .start("import", unique(new GivenParameter("items", "Long", "50", false)), ANN);
      gate.awaitArrival();
      there.executions().stop(launch.execution(), BOB);
      assertThat(execution(launch.execution()).getStatus()).isEqualTo(BatchStatus.STOPPING);
      assertThat(execution(launch.execution()).isRunning()).isTrue();
      refused(Refusal.NOT_RUNNING, null, () -> there.executions().stop(launch.execution(), BOB));
      refused(
          Refusal.STILL_RUNNING, null, () -> there.executions().restart(launch.execution(), BOB));
      refused(
          Refusal.STILL_RUNNING, null, () -> there.executions().abandon(launch.execution(), BOB));
      gate.open();
      end(launch);
      assertThat(execution(launch.execution()).getStatus()).isEqualTo(BatchStatus.STOPPED);
      end(there.executions().restart(launch.execution(), BOB));
      assertThat(ledger).isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
    }
  }

  @Test
  void anExecutionThatFailedIsAbandonedForEver() {
    long failed = failed();
    refused(Refusal.REASON_MISSING, null, () -> here.executions().abandon(failed, ANN));
    here.executions().abandon(failed, BOB);
    assertThat(execution(failed).getStatus()).isEqualTo(BatchStatus.ABANDONED);
    refused(Refusal.NOT_RESTARTABLE, null, () -> here.executions().restart(failed, BOB));
    AuditEntry entry = here.audit().list(null, failed, Long.MAX_VALUE, 10).get(1);
    assertThat(entry.before() + " -> " + entry.after()).isEqualTo("FAILED -> ABANDONED");
    assertThat(entry.why()).isEqualTo("the disk was full");
  }

  @Test
  void whatHasCompletedIsNeitherRestartedNorStoppedNorAbandonedNorRecovered() {
    Launch launch = here.starts().start("import", unique(), ANN);
    end(launch);
    long id = launch.execution();
    refused(Refusal.ALREADY_COMPLETE, null, () -> here.executions().restart(id, BOB));
    refused(Refusal.NOT_RUNNING, null, () -> here.executions().stop(id, BOB));
    refused(Refusal.ALREADY_COMPLETE, null, () -> here.executions().abandon(id, BOB));
    refused(Refusal.NOT_RUNNING, null, () -> here.executions().recover(id, BOB));
    refused(Refusal.NO_SUCH_EXECUTION, null, () -> here.executions().stop(Long.MAX_VALUE, BOB));
  }

  @Test
  void aJobThatDoesNotGoOnIsNotRestarted() {
    gate.fail(true);
    Launch launch = here.starts().start("once", unique(), ANN);
    end(launch);
    refused(
        Refusal.NOT_RESTARTABLE, null, () -> here.executions().restart(launch.execution(), ANN));
  }

  /** A process that is not dead after all must not write on: its version is another now. */
  @Test
  void whatLooksDeadIsRecoveredAndItsProcessComesToNothing() throws Exception {
    gate.close();
    Launch launch = here.starts().start("import", unique(), ANN);
    gate.awaitArrival();
    long id = launch.execution();
    refused(Refusal.LOOKS_ALIVE, null, () -> here.executions().recover(id, BOB));
    refused(Refusal.LOOKS_ALIVE, null, () -> there.executions().recover(id, BOB));
    jdbc.update(
        "UPDATE BATCH_JOB_EXECUTION SET LAST_UPDATED = LAST_UPDATED - INTERVAL 1 HOUR WHERE"
            + " JOB_EXECUTION_ID = ?",
        id);
    jdbc.update(
        "UPDATE BATCH_STEP_EXECUTION SET LAST_UPDATED = LAST_UPDATED - INTERVAL 1 HOUR WHERE"
            + " JOB_EXECUTION_ID = ?",
        id);
    there.executions().recover(id, BOB);
    assertThat(execution(id).getStatus()).isEqualTo(BatchStatus.FAILED);
    gate.open();
    end(launch);
    assertThat(execution(id).getStatus()).isIn(BatchStatus.FAILED, BatchStatus.UNKNOWN);
    assertThat(
            count(
                "SELECT COALESCE(SUM(COMMIT_COUNT), 0) FROM BATCH_STEP_EXECUTION WHERE"
                    + " JOB_EXECUTION_ID = "
                    + id))
        .isZero();
  }

  @Test
  void aProcessThatEndsStopsWhatItHasBegunAndWaitsForIt() throws Exception {
    Actions ending = actions(JobRules.NONE);
    gate.close();
    Launch launch =
        ending
            .starts()
            .start("import", unique(new GivenParameter("items", "Long", "500", false)), ANN);
    gate.awaitArrival();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> end = other.submit(() -> ending.launches().stop());
      assertThatThrownBy(() -> end.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      gate.open();
      end.get(30, TimeUnit.SECONDS);
    }
    assertThat(execution(launch.execution()).getStatus()).isEqualTo(BatchStatus.STOPPED);
    refused(Refusal.TOO_MANY, null, () -> ending.starts().start("import", unique(), ANN));
  }

  @Test
  void aProcessTakesSoManyAtOnce() throws Exception {
    gate.close();
    var launches = new ArrayList<Launch>();
    for (int i = 0; i < 4; i++) {
      launches.add(here.starts().start("import", unique(), ANN));
    }
    refused(Refusal.TOO_MANY, null, () -> here.starts().start("import", unique(), ANN));
    gate.open();
    launches.forEach(ActionsIntegrationTests::end);
    end(here.starts().start("import", unique(), ANN));
  }

  @Test
  void theAuditKeepsAnyTextAndIsReadPageByPage() {
    var eve = new By("eve <script>alert(1)</script> 이브 😀", "why ".repeat(125));
    long failed = failed();
    here.executions().abandon(failed, eve);
    List<AuditEntry> first = here.audit().list(null, null, Long.MAX_VALUE, 1);
    assertThat(first.getFirst().who()).isEqualTo(eve.who());
    assertThat(first.getFirst().why()).isEqualTo(eve.why());
    assertThat(here.audit().list(null, null, first.getFirst().id(), 1).getFirst().id())
        .isLessThan(first.getFirst().id());
    assertThatThrownBy(() -> new By("eve", "x".repeat(501)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Actions actions(JobRules rules) {
    var template = new JdbcTemplate(schema);
    var transactions = new TransactionTemplate(new JdbcTransactionManager(schema));
    var actions =
        new Actions(
            template,
            transactions,
            jobs,
            repository,
            rules,
            new Tally(new TallyRows(template), transactions),
            Clock.systemUTC(),
            new Actions.Settings(4, Duration.ofMinutes(5)));
    actions.launches().start();
    return actions;
  }

  private long failed() {
    gate.fail(true);
    Launch launch = here.starts().start("import", unique(), ANN);
    end(launch);
    gate.fail(false);
    assertThat(execution(launch.execution()).getStatus()).isEqualTo(BatchStatus.FAILED);
    return launch.execution();
  }

  private List<GivenParameter> unique(GivenParameter... more) {
    var all = new ArrayList<>(List.of(more));
    all.add(new GivenParameter("run", "Long", Integer.toString(number.incrementAndGet()), true));
    return all;
  }

  private JobExecution execution(long id) {
    return Objects.requireNonNull(repository.getJobExecution(id));
  }

  private long count(String sql) {
    return Objects.requireNonNull(jdbc.queryForObject(sql, Long.class));
  }

  private static void end(Launch launch) {
    launch.end().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static void refused(Refusal refusal, @Nullable Long execution, Runnable action) {
    assertThatThrownBy(action::run)
        .asInstanceOf(type(RefusedException.class))
        .satisfies(
            e -> {
              assertThat(e.refusal()).as(e.getMessage()).isEqualTo(refusal);
              if (execution != null) {
                assertThat(e.execution()).isEqualTo(execution);
              }
            });
  }

  private static List<Future<Launch>> atOnce(int threads, Press press) throws Exception {
    var barrier = new CyclicBarrier(threads);
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      var presses = new ArrayList<Callable<Launch>>();
      for (int i = 0; i < threads; i++) {
        int one = i;
        presses.add(
            () -> {
              barrier.await();
              return press.by(one);
            });
      }
      return executor.invokeAll(presses);
    }
  }

  private static List<Launch> launched(List<Future<Launch>> presses) {
    presses.stream()
        .filter(press -> press.state() == Future.State.FAILED)
        .forEach(press -> assertThat(press.exceptionNow()).isInstanceOf(RefusedException.class));
    return presses.stream()
        .filter(press -> press.state() == Future.State.SUCCESS)
        .map(Future::resultNow)
        .toList();
  }

  private interface Press {
    Launch by(int number);
  }
}
