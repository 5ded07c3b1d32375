package dev.sluice.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dashboard.TestSchema;
import dev.sluice.dashboard.estimate.Estimate;
import dev.sluice.dashboard.tally.Counts;
import dev.sluice.dashboard.tally.Tally;
import dev.sluice.dashboard.tally.TallyRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Lists of executions, and one of them, on a real server. */
class ExecutionsIntegrationTests {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Limits SMALL = new Limits(7, 5, 3, 10);

  private final DataSource schema = TestSchema.withTables();
  private final JdbcTemplate jdbc = new JdbcTemplate(schema);
  private final Counts counts = new Counts(jdbc);
  private final Executions executions = new Executions(jdbc, counts);
  private final Executions narrow = new Executions(jdbc, counts, SMALL);
  private final Tally tally =
      new Tally(new TallyRows(jdbc), new TransactionTemplate(new JdbcTransactionManager(schema)));
  private final Recorded recorded = new Recorded(jdbc);

  @Test
  void nothingIsAnEmptyPageAndNoJob() {
    tally.tick(NOON, Duration.ofSeconds(10));
    assertThat(executions.list(ExecutionFilter.ALL, null, 50))
        .isEqualTo(new ExecutionPage(List.of(), null, false));
    assertThat(executions.list(ExecutionFilter.ALL.ofJobs(Set.of("none")), null, 50).lines())
        .isEmpty();
    assertThat(executions.find(1)).isEmpty();
    assertThat(new Jobs(jdbc, counts, executions).list(NOON)).isEmpty();
    assertThat(new Steps(jdbc).of(1, 0, 10)).isEmpty();
  }

  @Test
  void anExecutionIsReadWithItsTimesAsInstants() {
    long id =
        recorded
            .execution("nightly", NOON)
            .in(BatchStatus.FAILED)
            .with("businessDate", "2026-11-20")
            .saying("java.lang.IllegalStateException: 좌석이 없다 😀 <script>")
            .write()
            .execution();
    ExecutionLine line = executions.find(id).orElseThrow();
    assertThat(line.created()).isEqualTo(NOON);
    assertThat(line.duration(NOON)).isEqualTo(Duration.ofSeconds(10));
    assertThat(line.status()).isEqualTo(BatchStatus.FAILED);
    assertThat(line.message()).isEqualTo("java.lang.IllegalStateException: 좌석이 없다 😀 <script>");
    assertThat(line.parameters())
        .containsExactly(new Parameter("businessDate", "java.lang.String", "2026-11-20", true));
    assertThat(new Steps(jdbc).of(id, 0, 10)).isEmpty();
  }

  /** A list with whole messages of that size would be a page of 50 MB. */
  @Test
  void aMessageOfAMegabyteIsOnlyReadWholeWhereItIsAskedFor() {
    jdbc.execute("ALTER TABLE BATCH_JOB_EXECUTION MODIFY EXIT_MESSAGE LONGTEXT");
    jdbc.execute("ALTER TABLE BATCH_STEP_EXECUTION MODIFY EXIT_MESSAGE LONGTEXT");
    String trace = "\tat a.b.C.d(C.java:1)\n".repeat(47_663);
    long id =
        recorded
            .execution("nightly", NOON)
            .in(BatchStatus.FAILED)
            .saying(trace)
            .step("load", BatchStatus.FAILED, 3, trace)
            .write()
            .execution();
    assertThat(executions.find(id).orElseThrow().message()).hasSize(300);
    StepLine step = new Steps(jdbc).of(id, 0, 10).getFirst();
    assertThat(step.message()).hasSize(4_000);
    assertThat(step.messageLength()).isEqualTo(trace.length());
    assertThat(new Steps(jdbc).message(id, step.id())).contains(trace);
    assertThat(executions.message(id)).contains(trace);
    assertThat(ids(ExecutionFilter.ALL.saying("C.JAVA:1"))).containsExactly(id);
  }

  @Test
  void aStepThatRunsHasAPaceAndAnEnd() {
    for (int i = 1; i <= 3; i++) {
      recorded
          .execution("nightly", NOON.minus(Duration.ofDays(i)))
          .step("load", BatchStatus.COMPLETED, 1_000, "")
          .write();
    }
    long id =
        recorded
            .execution("nightly", NOON)
            .in(BatchStatus.STARTED)
            .taking(null)
            .step("load", BatchStatus.STARTED, 250, "")
            .write()
            .execution();
    var steps = new Steps(jdbc);
    StepLine step = steps.of(id, 0, 10).getFirst();
    Instant now = NOON.plusSeconds(5);
    List<Long> former =
        executions
            .list(
                ExecutionFilter.ALL.ofJobs(Set.of("nightly")).in(Set.of(BatchStatus.COMPLETED)),
                null,
                20)
            .lines()
            .stream()
            .map(ExecutionLine::id)
            .toList();
    assertThat(former).hasSize(3);
    assertThat(step.itemsPerSecond(now)).isEqualTo(50.0);
    assertThat(Estimate.byItems(step, steps.named("load", former), now))
        .contains(new Estimate(0.25, now.plusSeconds(15), 3));
  }

  @Test
  void aTextIsFoundInTheMessageOfAStep() {
    long id =
        recorded
            .execution("nightly", NOON)
            .in(BatchStatus.FAILED)
            .saying(null)
            .step("load", BatchStatus.FAILED, 1, "Table 'x' is full")
            .write()
            .execution();
    recorded
        .execution("nightly", NOON)
        .in(BatchStatus.COMPLETED)
        .step("load", BatchStatus.COMPLETED, 1, "Table 'x' is full")
        .write();
    assertThat(ids(ExecutionFilter.ALL.saying("IS FULL"))).containsExactly(id);
    assertThat(ids(ExecutionFilter.ALL.saying("%"))).isEmpty();
  }

  /** Restarts stand where they were started, not where their instance was. */
  @Test
  void aRestartOfAnOldInstanceIsAmongTheNewest() {
    Recorded.Ids first =
        recorded
            .execution("monthly", NOON.minus(Duration.ofDays(60)))
            .in(BatchStatus.FAILED)
            .write();
    recorded.execution("monthly", NOON.minus(Duration.ofDays(1))).write();
    Recorded.Ids again = recorded.execution("monthly", NOON).restarting(first.instance()).write();
    tally.tick(NOON, Duration.ofSeconds(10));
    assertThat(ids(ExecutionFilter.ALL.ofJobs(Set.of("monthly"))))
        .containsExactly(again.execution(), 2L, first.execution());
  }

  /**
   * Whatever is asked for, the pages together are what a look at every row gives, once each and in
   * order, however little is looked at for one page and however much is counted. Seen to fail with
   * the hours of a job an hour late.
   */
  @Test
  void pagesTogetherAreWhatALookAtEveryRowGives() {
    var random = new Random(20_261_127);
    List<ExecutionLine> all = write(random);
    for (int round = 0; round < 150; round++) {
      if (round == 50) {
        tally.tick(NOON.minus(Duration.ofDays(2)), Duration.ZERO);
      } else if (round == 100) {
        assertThat(tally.tick(NOON, Duration.ofSeconds(30))).isTrue();
      }
      Question question = Question.random(random);
      List<Long> wanted = all.stream().filter(question.asked()).map(ExecutionLine::id).toList();
      assertThat(
              read(
                  random.nextBoolean() ? narrow : executions,
                  question.filter(),
                  1 + random.nextInt(9)))
          .as("round %s: %s", round, question.filter())
          .isEqualTo(wanted);
    }
  }

  @Test
  void aPlaceThatIsNoneIsRefused() {
    for (String text :
        List.of("", "-", "20261120T120000000000", "x-1", "20261120T120000000000-x")) {
      assertThatThrownBy(() -> Cursor.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Cursor.parse("20261120T120000123456-7").toString())
        .isEqualTo("20261120T120000123456-7");
  }

  private List<ExecutionLine> write(Random random) {
    List<String> jobs = List.of("drain", "nightly", "monthly", "report");
    BatchStatus[] statuses = BatchStatus.values();
    var first = new ArrayList<Recorded.Ids>();
    for (int i = 0; i < 400; i++) {
      // Some at the same instant; drain nearly always, monthly hardly ever.
      Instant created = NOON.minus(Duration.ofMinutes(20L * random.nextInt(900)));
      String job = random.nextInt(10) < 7 ? "drain" : jobs.get(1 + random.nextInt(3));
      BatchStatus status =
          random.nextInt(10) < 7
              ? BatchStatus.COMPLETED
              : statuses[random.nextInt(statuses.length)];
      Recorded.Builder next =
          recorded
              .execution(job, created)
              .in(status)
              .taking(status.isRunning() ? null : Duration.ofSeconds(random.nextInt(100)))
              .with("shard", Integer.toString(random.nextInt(3)))
              .with("businessDate", created.toString().substring(0, 10))
              .saying(random.nextInt(5) == 0 ? "Deadlock found" : "");
      if (random.nextInt(5) == 0) {
        next.step("load", status, 10, "Table is FULL");
      }
      if (random.nextInt(20) == 0 && !first.isEmpty()) {
        next.restarting(first.get(random.nextInt(first.size())).instance());
      }
      first.add(next.write());
    }
    return first.stream()
        .map(ids -> executions.find(ids.execution()).orElseThrow())
        .sorted(Comparator.comparing(ExecutionLine::place).reversed())
        .toList();
  }

  private List<Long> ids(ExecutionFilter filter) {
    return read(executions, filter, 50);
  }

  private static List<Long> read(Executions executions, ExecutionFilter filter, int size) {
    var ids = new ArrayList<Long>();
    Cursor place = null;
    do {
      ExecutionPage page = executions.list(filter, place, size);
      page.lines().forEach(line -> ids.add(line.id()));
      assertThat(page.lines()).hasSizeLessThanOrEqualTo(size);
      assertThat(page.next() == null || place == null || page.next().compareTo(place) < 0).isTrue();
      place = page.next();
    } while (place != null);
    return ids;
  }

  /** A filter, and the same for a line in memory. */
  private record Question(ExecutionFilter filter, Predicate<ExecutionLine> asked) {

    static Question random(Random random) {
      var question = new Question(ExecutionFilter.ALL, _ -> true);
      if (random.nextInt(3) == 0) {
        Set<String> jobs =
            Set.of(List.of("nightly", "monthly", "drain").get(random.nextInt(3)), "report");
        question = question.and(question.filter.ofJobs(jobs), line -> jobs.contains(line.job()));
      } else if (random.nextInt(2) == 0) {
        question =
            question.and(
                question.filter.without(Set.of("drain")), line -> !line.job().equals("drain"));
      }
      if (random.nextInt(2) == 0) {
        BatchStatus[] all = BatchStatus.values();
        Set<BatchStatus> statuses =
            EnumSet.of(all[random.nextInt(all.length)], all[random.nextInt(all.length)]);
        question =
            question.and(question.filter.in(statuses), line -> statuses.contains(line.status()));
      }
      if (random.nextInt(3) == 0) {
        Instant from = NOON.minus(Duration.ofHours(random.nextInt(300)));
        Instant to = from.plus(Duration.ofHours(random.nextInt(300)));
        question =
            question.and(
                question.filter.between(from, to),
                line -> !line.created().isBefore(from) && line.created().isBefore(to));
      }
      if (random.nextInt(4) == 0) {
        var value =
            random.nextBoolean()
                ? new ParameterValue("shard", "1")
                : new ParameterValue("businessDate", "2026-11-18");
        question = question.and(question.filter.with(value), line -> has(line, value));
      }
      if (random.nextInt(5) == 0) {
        Set<BatchStatus> statuses = question.filter.saying("deadLOCK").searched();
        question =
            question.and(
                question.filter.saying("deadLOCK"),
                line -> statuses.contains(line.status()) && line.message().contains("Deadlock"));
      }
      return question;
    }

    private Question and(ExecutionFilter more, Predicate<ExecutionLine> also) {
      return new Question(more, asked.and(also));
    }

    private static boolean has(ExecutionLine line, ParameterValue value) {
      return line.parameters().stream()
          .anyMatch(p -> p.name().equals(value.name()) && value.value().equals(p.value()));
    }
  }
}
