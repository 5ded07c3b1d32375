package dev.sluice.scheduler.trigger;

import static dev.sluice.scheduler.trigger.CalendarNodes.DAILY;
import static dev.sluice.scheduler.trigger.CalendarNodes.quartz;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.job.CalendarJob;
import dev.sluice.job.CalendarJob.Missed;
import dev.sluice.job.JobLocks;
import dev.sluice.job.JobRunner;
import dev.sluice.servers.database.Database;
import dev.sluice.servers.life.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** A run of the calendar that cannot begin, on whole schedulers and Quartz's tables. */
class CalendarRetriesIntegrationTests {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Logger logger = (Logger) LoggerFactory.getLogger(CalendarRuns.class);

  /** That Quartz's tables did not answer. */
  private final ListAppender<ILoggingEvent> unanswered = new ListAppender<>();

  /**
   * Seen to fail without the trigger of its own, and where an instance without an execution stayed:
   * Spring Batch refused it at each retry.
   */
  @Test
  void isTriedAgainUntilItHasBegunAndThenNoMore() throws SchedulerException {
    try (var nodes = new CalendarNodes()) {
      var launches = new AtomicInteger();
      nodes.atLaunch(
          () -> {
            if (launches.incrementAndGet() <= 2) {
              throw new IllegalStateException("planted");
            }
          });
      ConfigurableApplicationContext node = nodes.start(DAILY, Missed.SKIP);
      fire(node, nodes);
      LocalDate date = awaitRetry(node, nodes);
      assertThat(nodes.ran()).isEmpty();

      passAMinute(node, nodes);
      await().atMost(PATIENCE).until(() -> launches.get() == 2);
      assertThat(awaitRetry(node, nodes)).isEqualTo(date);
      assertThat(nodes.ran()).isEmpty();

      passAMinute(node, nodes);
      await().atMost(PATIENCE).until(() -> retries(node, nodes) == 0);
      assertThat(nodes.ran()).containsExactly(date);
    }
  }

  /** Another run of the job, of yesterday perhaps, lasts. Seen to fail where that was an end. */
  @Test
  void isTriedAgainWhereAnotherRunIsUnderWay() throws SchedulerException {
    try (var nodes = new CalendarNodes()) {
      ConfigurableApplicationContext node = nodes.start(DAILY, Missed.SKIP);
      try (JobLocks.Held _ =
          node.getBean(JobLocks.class).tryTake(JobLocks.ofJob(nodes.name())).orElseThrow()) {
        fire(node, nodes);
        awaitRetry(node, nodes);
        assertThat(nodes.ran()).isEmpty();
      }
      passAMinute(node, nodes);
      await().atMost(PATIENCE).until(() -> retries(node, nodes) == 0);
      assertThat(nodes.ran()).hasSize(1);
    }
  }

  /** What becomes of a failed run a person says. Seen to fail with a retry that asks nothing. */
  @Test
  void leavesARunAloneThatHasBegunAndFailedMeanwhile() throws SchedulerException {
    try (var nodes = new CalendarNodes()) {
      var launches = new AtomicInteger();
      nodes.atLaunch(
          () -> {
            if (launches.incrementAndGet() == 1) {
              throw new IllegalStateException("planted");
            }
          });
      nodes.inRun(
          () -> {
            throw new IllegalStateException("planted");
          });
      ConfigurableApplicationContext node = nodes.start(DAILY, Missed.SKIP);
      fire(node, nodes);
      LocalDate date = awaitRetry(node, nodes);
      CalendarJob job = node.getBean("planted", CalendarJob.class);
      assertThat(node.getBean(JobRunner.class).run(job, at2100(date))).as("has begun").isTrue();
      assertThat(nodes.ran()).containsExactly(date);

      passAMinute(node, nodes);
      await().atMost(PATIENCE).until(() -> retries(node, nodes) == 0);
      assertThat(nodes.ran()).containsExactly(date);
    }
  }

  /**
   * The database goes between the firing and the launch, so nothing can be written down. Seen to
   * fail where the firing ended then.
   */
  @Test
  void isTriedAgainOnceTheDatabaseIsBack() throws Exception {
    try (Database database = Database.start(Mode.fromSystemProperty());
        var nodes = new CalendarNodes(database)) {
      var launches = new AtomicInteger();
      nodes.atLaunch(
          () -> {
            if (launches.incrementAndGet() == 1) {
              database.kill();
            }
          });
      ConfigurableApplicationContext node = nodes.start(DAILY, Missed.SKIP);
      listen();
      fire(node, nodes);
      await().atMost(PATIENCE).until(() -> !unanswered.list.isEmpty());
      database.start();
      await().atMost(PATIENCE).until(() -> !nodes.ran().isEmpty());
      assertThat(nodes.ran()).hasSize(1);
    }
  }

  private void listen() {
    logger.setLevel(Level.DEBUG);
    unanswered.start();
    logger.addAppender(unanswered);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(unanswered);
    logger.setLevel(null);
  }

  private static void fire(ConfigurableApplicationContext node, CalendarNodes nodes)
      throws SchedulerException {
    quartz(node).triggerJob(JobKey.jobKey(nodes.name()));
  }

  /** The business date of the one retry. */
  private static LocalDate awaitRetry(ConfigurableApplicationContext node, CalendarNodes nodes)
      throws SchedulerException {
    await().atMost(PATIENCE).until(() -> retries(node, nodes) == 1);
    String due =
        Objects.requireNonNull(retry(node, nodes)).getJobDataMap().getString(CalendarTimes.DUE);
    return Instant.ofEpochMilli(Long.parseLong(due)).atZone(CalendarNodes.SEOUL).toLocalDate();
  }

  private static long retries(ConfigurableApplicationContext node, CalendarNodes nodes)
      throws SchedulerException {
    return quartz(node)
        .getTriggerKeys(GroupMatcher.triggerGroupEquals(CalendarRuns.RETRIES))
        .stream()
        .filter(key -> key.getName().startsWith(nodes.name() + " "))
        .count();
  }

  private static Trigger retry(ConfigurableApplicationContext node, CalendarNodes nodes)
      throws SchedulerException {
    TriggerKey key =
        quartz(node).getTriggerKeys(GroupMatcher.triggerGroupEquals(CalendarRuns.RETRIES)).stream()
            .filter(one -> one.getName().startsWith(nodes.name() + " "))
            .findFirst()
            .orElseThrow();
    return Objects.requireNonNull(quartz(node).getTrigger(key));
  }

  /** The retry is fired now. */
  private static void passAMinute(ConfigurableApplicationContext node, CalendarNodes nodes)
      throws SchedulerException {
    Scheduler quartz = quartz(node);
    Trigger retry = retry(node, nodes);
    quartz.rescheduleJob(retry.getKey(), retry.getTriggerBuilder().startNow().build());
  }

  private static Instant at2100(LocalDate date) {
    return date.atTime(21, 0).atZone(CalendarNodes.SEOUL).toInstant();
  }
}
