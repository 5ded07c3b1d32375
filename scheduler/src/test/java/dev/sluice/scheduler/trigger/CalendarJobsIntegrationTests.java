package dev.sluice.scheduler.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.job.CalendarJob;
import dev.sluice.job.CalendarJob.Missed;
import dev.sluice.scheduler.SchedulerApplication;
import dev.sluice.servers.Database;
import dev.sluice.servers.Servers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.listeners.JobListenerSupport;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A job of the calendar, on whole schedulers and Quartz's tables. */
class CalendarJobsIntegrationTests {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final String DAILY = "0 0 21 * * ?";
  private static final String EVERY_SECOND = "* * * * * ?";
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** The business dates of what ran, of this test's job alone. */
  private static final List<LocalDate> ran = new CopyOnWriteArrayList<>();

  /** What a run of this test's job waits for. */
  private static volatile CountDownLatch mayEnd = new CountDownLatch(0);

  private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();
  private String name;

  @BeforeEach
  void newJob() {
    name = "nightly-" + NAMES.incrementAndGet();
    ran.clear();
    mayEnd = new CountDownLatch(0);
  }

  @AfterEach
  void close() {
    mayEnd.countDown();
    nodes.forEach(ConfigurableApplicationContext::close);
    // No process of another test knows the job.
    JdbcTemplate jdbc = jdbc();
    jdbc.update("DELETE FROM QRTZ_CRON_TRIGGERS WHERE TRIGGER_NAME = ?", name);
    jdbc.update("DELETE FROM QRTZ_TRIGGERS WHERE TRIGGER_NAME = ?", name);
    jdbc.update("DELETE FROM QRTZ_JOB_DETAILS WHERE JOB_NAME = ?", name);
  }

  /**
   * Seen to fail with the instant in its identity: it ran every second; and with a store in memory:
   * both nodes were fired for each time.
   */
  @Test
  void runsOnceABusinessDateOnTwoNodes() throws SchedulerException {
    start(EVERY_SECOND, Missed.SKIP);
    start(EVERY_SECOND, Missed.SKIP);
    List<Instant> fired = listenToFirings();
    await().atMost(PATIENCE).until(() -> !ran.isEmpty() && fired.size() >= 5);
    assertThat(ran).hasSizeLessThanOrEqualTo(2).doesNotHaveDuplicates();
    assertThat(List.copyOf(fired)).as("one node for all").doesNotHaveDuplicates();
  }

  /** Seen to fail with the instant at which Quartz noticed: the date was that of the restart. */
  @Test
  void runsWithTheDateThatWasMissed() {
    LocalDate last = lastAt2100().toLocalDate();
    plantNextFiring(start(DAILY, Missed.RUN_ONCE), lastAt2100().minusDays(3));
    start(DAILY, Missed.RUN_ONCE);
    await().atMost(PATIENCE).until(() -> !ran.isEmpty());
    assertThat(ran)
        .hasSize(1)
        .first()
        .satisfies(date -> assertThat(date).isBetween(last, lastAt2100().toLocalDate()));
  }

  /** Seen to fail with a trigger that fires at once for what was missed. */
  @Test
  void skipsWhatWasMissedIfItIsToldTo() throws SchedulerException {
    plantNextFiring(start(DAILY, Missed.SKIP), lastAt2100().minusDays(3));
    ConfigurableApplicationContext node = start(DAILY, Missed.SKIP);
    await().atMost(PATIENCE).until(() -> nextFiring(node).isAfter(Instant.now()));
    assertThat(trigger(node).getPreviousFireTime()).as("fired").isNull();
    assertThat(ran).isEmpty();
  }

  /** Seen to fail without {@code requestRecovery}: nothing ran. */
  @Test
  void runsAgainWhatANodeDiedOf() {
    ConfigurableApplicationContext first = start(DAILY, Missed.SKIP);
    ZonedDateTime due = lastAt2100().minusDays(1);
    plantDeadNode(first, due.toInstant());
    stop(first);
    start(DAILY, Missed.SKIP);
    await().atMost(PATIENCE).until(() -> !ran.isEmpty());
    assertThat(ran).containsExactly(due.toLocalDate());
  }

  /** Seen to fail with a stop on the thread that closes: no drain was asked to end. */
  @Test
  void aRunThatLastsKeepsNoDrainFromEndingWithItsProcess() throws InterruptedException {
    mayEnd = new CountDownLatch(1);
    ConfigurableApplicationContext node = start(EVERY_SECOND, Missed.SKIP);
    await().atMost(PATIENCE).until(() -> !ran.isEmpty());
    SmartLifecycle drains = node.getBean("drains", SmartLifecycle.class);
    assertThat(drains.isRunning()).isTrue();
    Thread closing = Thread.ofPlatform().start(() -> stop(node));
    await().atMost(Duration.ofSeconds(15)).until(() -> !drains.isRunning());
    assertThat(closing.isAlive()).as("the run is waited for").isTrue();
    mayEnd.countDown();
    closing.join();
  }

  /** Seen to fail with triggers that are replaced at each start, and with ones that never are. */
  @Test
  void keepsWhatAnOperatorChangedUntilTheBeanSaysSomethingElse() throws SchedulerException {
    ConfigurableApplicationContext first = start(DAILY, Missed.SKIP);
    CronTrigger before = trigger(first);
    first
        .getBean(CalendarScheduler.class)
        .quartz()
        .rescheduleJob(
            before.getKey(),
            TriggerBuilder.newTrigger()
                .forJob(name)
                .withIdentity(name)
                .usingJobData(before.getJobDataMap())
                .withSchedule(
                    CronScheduleBuilder.cronSchedule("0 30 20 * * ?")
                        .inTimeZone(before.getTimeZone()))
                .build());
    stop(first);
    ConfigurableApplicationContext second = start(DAILY, Missed.SKIP);
    assertThat(trigger(second).getCronExpression()).isEqualTo("0 30 20 * * ?");
    stop(second);
    assertThat(trigger(start("0 15 20 * * ?", Missed.SKIP)).getCronExpression())
        .isEqualTo("0 15 20 * * ?");
  }

  /**
   * Two nodes start, neither finds a trigger, and one of them is the second to set it. Seen to fail
   * where that one took it for an error: its process did not start.
   */
  @Test
  void twoNodesMaySetATriggerAtOnce() throws SchedulerException {
    ConfigurableApplicationContext node = start(DAILY, Missed.SKIP);
    Scheduler quartz = node.getBean(CalendarScheduler.class).quartz();
    var asked = new AtomicBoolean();
    Scheduler late =
        (Scheduler)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Scheduler.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("getTrigger") && !asked.getAndSet(true)) {
                    return null;
                  }
                  try {
                    return method.invoke(quartz, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    CalendarScheduler.declare(late, node.getBean("planted", CalendarJob.class));
    assertThat(asked).isTrue();
    assertThat(trigger(node).getCronExpression()).isEqualTo(DAILY);
  }

  private ConfigurableApplicationContext start(String cron, Missed missed) {
    Servers servers = Servers.shared();
    ConfigurableApplicationContext node =
        new SpringApplicationBuilder(SchedulerApplication.class, PlantedJob.class)
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.datasource.url=" + servers.database().jdbcUrl(),
                "--spring.datasource.username=" + servers.database().username(),
                "--spring.datasource.password=" + servers.database().password(),
                "--spring.data.redis.url=" + servers.redis().uri(),
                "--spring.kafka.bootstrap-servers=" + servers.kafka().bootstrapServers(),
                "--sluice.security.jwt.secret=a-secret-of-tests-with-enough-bytes-in-it",
                "--sluice.drain.linger=100ms",
                "--planted.name=" + name,
                "--planted.cron=" + cron,
                "--planted.missed=" + missed);
    nodes.add(node);
    return node;
  }

  private void stop(ConfigurableApplicationContext node) {
    nodes.remove(node);
    node.close();
  }

  /** As if no node had been there since. */
  private void plantNextFiring(ConfigurableApplicationContext node, ZonedDateTime next) {
    stop(node);
    int rows =
        jdbc()
            .update(
                "UPDATE QRTZ_TRIGGERS SET NEXT_FIRE_TIME = ?, TRIGGER_STATE = 'WAITING' WHERE"
                    + " TRIGGER_NAME = ?",
                next.toInstant().toEpochMilli(),
                name);
    assertThat(rows).isEqualTo(1);
  }

  /** A node that had fired the job, and then said nothing for a day. */
  private void plantDeadNode(ConfigurableApplicationContext node, Instant due) {
    JdbcTemplate jdbc = node.getBean(JdbcTemplate.class);
    String scheduler =
        Objects.requireNonNull(
            jdbc.queryForObject(
                "SELECT SCHED_NAME FROM QRTZ_TRIGGERS WHERE TRIGGER_NAME = ?", String.class, name));
    long before = Instant.now().minus(Duration.ofDays(1)).toEpochMilli();
    jdbc.update(
        "INSERT INTO QRTZ_SCHEDULER_STATE (SCHED_NAME, INSTANCE_NAME, LAST_CHECKIN_TIME,"
            + " CHECKIN_INTERVAL) VALUES (?, 'dead', ?, 7500)",
        scheduler,
        before);
    jdbc.update(
        """
        INSERT INTO QRTZ_FIRED_TRIGGERS (SCHED_NAME, ENTRY_ID, TRIGGER_NAME, TRIGGER_GROUP, INSTANCE_NAME,
          FIRED_TIME, SCHED_TIME, PRIORITY, STATE, JOB_NAME, JOB_GROUP, IS_NONCONCURRENT, REQUESTS_RECOVERY)
        SELECT SCHED_NAME, ?, JOB_NAME, 'DEFAULT', 'dead', ?, ?, 5, 'EXECUTING', JOB_NAME, 'DEFAULT',
          IS_NONCONCURRENT, REQUESTS_RECOVERY
        FROM QRTZ_JOB_DETAILS WHERE JOB_NAME = ?
        """,
        "dead-" + name,
        before,
        due.toEpochMilli(),
        name);
  }

  private CronTrigger trigger(ConfigurableApplicationContext node) throws SchedulerException {
    return (CronTrigger)
        Objects.requireNonNull(
            node.getBean(CalendarScheduler.class).quartz().getTrigger(TriggerKey.triggerKey(name)));
  }

  private Instant nextFiring(ConfigurableApplicationContext node) throws SchedulerException {
    return trigger(node).getNextFireTime().toInstant();
  }

  /** The times for which the nodes are fired from now on. */
  private List<Instant> listenToFirings() throws SchedulerException {
    var fired = new CopyOnWriteArrayList<Instant>();
    for (ConfigurableApplicationContext node : nodes) {
      node.getBean(CalendarScheduler.class)
          .quartz()
          .getListenerManager()
          .addJobListener(
              new JobListenerSupport() {
                @Override
                public String getName() {
                  return "firings";
                }

                @Override
                public void jobToBeExecuted(JobExecutionContext context) {
                  if (context.getJobDetail().getKey().getName().equals(name)) {
                    fired.add(context.getScheduledFireTime().toInstant());
                  }
                }
              });
    }
    return fired;
  }

  private static JdbcTemplate jdbc() {
    Database database = Servers.shared().database();
    return new JdbcTemplate(
        new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
  }

  private static ZonedDateTime lastAt2100() {
    ZonedDateTime today = ZonedDateTime.now(SEOUL).with(LocalTime.of(21, 0));
    return today.isAfter(ZonedDateTime.now(SEOUL)) ? today.minusDays(1) : today;
  }

  /** One step that notes for which date it ran. */
  @Configuration(proxyBeanMethods = false)
  static class PlantedJob {

    @Bean
    CalendarJob planted(
        JobRepository repository,
        @Value("${planted.name}") String name,
        @Value("${planted.cron}") String cron,
        @Value("${planted.missed}") Missed missed) {
      Job job =
          new JobBuilder(name, repository)
              .start(
                  new StepBuilder(name + "-step", repository)
                      .tasklet(
                          (contribution, _) -> {
                            ran.add(
                                Objects.requireNonNull(
                                    contribution
                                        .getStepExecution()
                                        .getJobParameters()
                                        .getLocalDate("date")));
                            mayEnd.await();
                            return RepeatStatus.FINISHED;
                          },
                          new ResourcelessTransactionManager())
                      .build())
              .build();
      return new CalendarJob(job, cron, SEOUL, missed);
    }
  }
}
