package dev.sluice.scheduler.trigger;

import static dev.sluice.scheduler.trigger.CalendarNodes.DAILY;
import static dev.sluice.scheduler.trigger.CalendarNodes.EVERY_SECOND;
import static dev.sluice.scheduler.trigger.CalendarNodes.lastAt2100;
import static dev.sluice.scheduler.trigger.CalendarNodes.quartz;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.job.CalendarJob;
import dev.sluice.job.CalendarJob.Missed;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.listeners.JobListenerSupport;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;

/** A job of the calendar, on whole schedulers and Quartz's tables. */
class CalendarJobsIntegrationTests {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final CalendarNodes nodes = new CalendarNodes();
  private final String name = nodes.name();

  /** What a run waits for, where a test says so. */
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @AfterEach
  void close() {
    mayEnd.countDown();
    nodes.close();
  }

  /**
   * Two things carry it. That a date has one run: the identity in Batch's tables; seen to fail with
   * the instant in it, as it ran every second. That each time is fired on one node, and stays with
   * it while it lives: Quartz's cluster; seen to fail with a store in memory, as both nodes were
   * fired for each time, and with {@code isClustered=false}, as the second node took the first
   * one's firing for its own that had died.
   */
  @Test
  void runsOnceABusinessDateOnTwoNodes() throws SchedulerException {
    nodes.inRun(mayEnd::await);
    nodes.start(EVERY_SECOND, Missed.SKIP);
    await().atMost(PATIENCE).until(() -> !nodes.ran().isEmpty());
    List<String> firing = firings();
    assertThat(firing).hasSize(1);
    nodes.start(EVERY_SECOND, Missed.SKIP);
    assertThat(firings()).as("the first node's").isEqualTo(firing);
    List<Instant> fired = listenToFirings();
    mayEnd.countDown();
    await().atMost(PATIENCE).until(() -> fired.size() >= 5);
    assertThat(nodes.ran()).hasSizeLessThanOrEqualTo(2).doesNotHaveDuplicates();
    assertThat(List.copyOf(fired)).as("one node for all").doesNotHaveDuplicates();
  }

  /** Seen to fail with the instant at which Quartz noticed: the date was that of the restart. */
  @Test
  void runsWithTheDateThatWasMissed() {
    LocalDate last = lastAt2100().toLocalDate();
    nodes.plantNextFiring(nodes.start(DAILY, Missed.RUN_ONCE), lastAt2100().minusDays(3));
    nodes.start(DAILY, Missed.RUN_ONCE);
    await().atMost(PATIENCE).until(() -> !nodes.ran().isEmpty());
    assertThat(nodes.ran())
        .hasSize(1)
        .first()
        .satisfies(date -> assertThat(date).isBetween(last, lastAt2100().toLocalDate()));
  }

  /** Seen to fail with a trigger that fires at once for what was missed. */
  @Test
  void skipsWhatWasMissedIfItIsToldTo() throws SchedulerException {
    nodes.plantNextFiring(nodes.start(DAILY, Missed.SKIP), lastAt2100().minusDays(3));
    ConfigurableApplicationContext node = nodes.start(DAILY, Missed.SKIP);
    await()
        .atMost(PATIENCE)
        .until(() -> nodes.trigger(node).getNextFireTime().toInstant().isAfter(Instant.now()));
    assertThat(nodes.trigger(node).getPreviousFireTime()).as("fired").isNull();
    assertThat(nodes.ran()).isEmpty();
  }

  /** Seen to fail without {@code requestRecovery}: nothing ran. */
  @Test
  void runsAgainWhatANodeDiedOf() {
    ConfigurableApplicationContext first = nodes.start(DAILY, Missed.SKIP);
    ZonedDateTime due = lastAt2100().minusDays(1);
    plantDeadNode(first, due.toInstant());
    nodes.stop(first);
    nodes.start(DAILY, Missed.SKIP);
    await().atMost(PATIENCE).until(() -> !nodes.ran().isEmpty());
    assertThat(nodes.ran()).containsExactly(due.toLocalDate());
  }

  /** Seen to fail with a stop on the thread that closes: no drain was asked to end. */
  @Test
  void aRunThatLastsKeepsNoDrainFromEndingWithItsProcess() throws InterruptedException {
    nodes.inRun(mayEnd::await);
    ConfigurableApplicationContext node = nodes.start(EVERY_SECOND, Missed.SKIP);
    await().atMost(PATIENCE).until(() -> !nodes.ran().isEmpty());
    SmartLifecycle drains = node.getBean("drains", SmartLifecycle.class);
    assertThat(drains.isRunning()).isTrue();
    Thread closing = Thread.ofPlatform().start(() -> nodes.stop(node));
    await().atMost(Duration.ofSeconds(15)).until(() -> !drains.isRunning());
    assertThat(closing.isAlive()).as("the run is waited for").isTrue();
    mayEnd.countDown();
    closing.join();
  }

  /** Seen to fail with triggers that are replaced at each start, and with ones that never are. */
  @Test
  void keepsWhatAnOperatorChangedUntilTheBeanSaysSomethingElse() throws SchedulerException {
    ConfigurableApplicationContext first = nodes.start(DAILY, Missed.SKIP);
    CronTrigger before = nodes.trigger(first);
    quartz(first)
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
    nodes.stop(first);
    ConfigurableApplicationContext second = nodes.start(DAILY, Missed.SKIP);
    assertThat(nodes.trigger(second).getCronExpression()).isEqualTo("0 30 20 * * ?");
    nodes.stop(second);
    assertThat(nodes.trigger(nodes.start("0 15 20 * * ?", Missed.SKIP)).getCronExpression())
        .isEqualTo("0 15 20 * * ?");
  }

  /**
   * Two nodes start, neither finds a trigger, and one of them is the second to set it. Seen to fail
   * where that one took it for an error: its process did not start.
   */
  @Test
  void twoNodesMaySetATriggerAtOnce() throws SchedulerException {
    ConfigurableApplicationContext node = nodes.start(DAILY, Missed.SKIP);
    Scheduler quartz = quartz(node);
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
    assertThat(nodes.trigger(node).getCronExpression()).isEqualTo(DAILY);
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

  /** The job's that have not ended, as Quartz's tables name them. */
  private List<String> firings() {
    return nodes
        .jdbc()
        .queryForList(
            "SELECT ENTRY_ID FROM QRTZ_FIRED_TRIGGERS WHERE JOB_NAME = ?", String.class, name);
  }

  /** The times for which the nodes are fired from now on. */
  private List<Instant> listenToFirings() throws SchedulerException {
    var fired = new CopyOnWriteArrayList<Instant>();
    for (ConfigurableApplicationContext node : nodes.nodes()) {
      quartz(node)
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
}
