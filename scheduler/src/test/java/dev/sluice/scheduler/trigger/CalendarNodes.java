package dev.sluice.scheduler.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.CalendarJob;
import dev.sluice.job.CalendarJob.Missed;
import dev.sluice.scheduler.SchedulerApplication;
import dev.sluice.servers.Servers;
import dev.sluice.servers.database.Database;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Whole schedulers that have one more job of the calendar, whose name no other test has. One test
 * at a time: what the job does is the same on all nodes.
 */
final class CalendarNodes implements AutoCloseable {

  static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  static final String DAILY = "0 0 21 * * ?";
  static final String EVERY_SECOND = "* * * * * ?";

  private static final AtomicInteger NAMES = new AtomicInteger();

  /** Before each launch, and once more as it begins. */
  private static volatile Act atLaunch = () -> {};

  /** In each run, once it has noted its date. */
  private static volatile Act inRun = () -> {};

  private static final List<LocalDate> ran = new CopyOnWriteArrayList<>();

  private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();
  private final String name = "nightly-" + NAMES.incrementAndGet();
  private final Database database;

  CalendarNodes() {
    this(Servers.shared().database());
  }

  CalendarNodes(Database database) {
    this.database = database;
    forgetLastTest();
  }

  private static void forgetLastTest() {
    ran.clear();
    atLaunch = () -> {};
    inRun = () -> {};
  }

  /** The job's. */
  String name() {
    return name;
  }

  /** The business dates of what ran. */
  List<LocalDate> ran() {
    return ran;
  }

  List<ConfigurableApplicationContext> nodes() {
    return nodes;
  }

  void atLaunch(Act act) {
    atLaunch = act;
  }

  void inRun(Act act) {
    inRun = act;
  }

  /** Starts a node. */
  ConfigurableApplicationContext start(String cron, Missed missed) {
    Servers servers = Servers.shared();
    ConfigurableApplicationContext node =
        new SpringApplicationBuilder(SchedulerApplication.class, PlantedJob.class)
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
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

  void stop(ConfigurableApplicationContext node) {
    nodes.remove(node);
    node.close();
  }

  /** As if no node had been there since. */
  void plantNextFiring(ConfigurableApplicationContext node, ZonedDateTime next) {
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

  static Scheduler quartz(ConfigurableApplicationContext node) {
    return node.getBean(CalendarScheduler.class).quartz();
  }

  /** The job's trigger. */
  CronTrigger trigger(ConfigurableApplicationContext node) throws SchedulerException {
    return (CronTrigger)
        Objects.requireNonNull(quartz(node).getTrigger(TriggerKey.triggerKey(name)));
  }

  JdbcTemplate jdbc() {
    return new JdbcTemplate(
        new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
  }

  static ZonedDateTime lastAt2100() {
    ZonedDateTime today = ZonedDateTime.now(SEOUL).with(LocalTime.of(21, 0));
    return today.isAfter(ZonedDateTime.now(SEOUL)) ? today.minusDays(1) : today;
  }

  /** Closes all nodes, and removes the job: no process of another test knows it. */
  @Override
  public void close() {
    nodes.forEach(ConfigurableApplicationContext::close);
    JdbcTemplate jdbc = jdbc();
    for (String table : List.of("QRTZ_CRON_TRIGGERS", "QRTZ_SIMPLE_TRIGGERS", "QRTZ_TRIGGERS")) {
      // A trigger that tries again has the business date behind the job's name.
      jdbc.update(
          "DELETE FROM " + table + " WHERE TRIGGER_NAME = ? OR TRIGGER_NAME LIKE ?",
          name,
          name + " %");
    }
    jdbc.update("DELETE FROM QRTZ_JOB_DETAILS WHERE JOB_NAME = ?", name);
  }

  /** What a test has the job do. */
  interface Act {
    void perform() throws Exception;
  }

  /**
   * One step that notes for which date it ran. No {@code @Configuration}: the scheduler's scan
   * would find it in every other test.
   */
  static class PlantedJob {

    @Bean
    CalendarJob planted(
        JobRepository repository,
        @Value("${planted.name}") String name,
        @Value("${planted.cron}") String cron,
        @Value("${planted.missed}") Missed missed) {
      Job job =
          new JobBuilder(name, repository)
              .validator(_ -> launch())
              .start(
                  new StepBuilder(name + "-step", repository)
                      .tasklet(
                          (contribution, _) -> {
                            note(
                                contribution
                                    .getStepExecution()
                                    .getJobParameters()
                                    .getLocalDate("date"));
                            inRun.perform();
                            return RepeatStatus.FINISHED;
                          },
                          new ResourcelessTransactionManager())
                      .build())
              .build();
      return new CalendarJob(job, cron, SEOUL, missed);
    }

    private static void note(@Nullable LocalDate date) {
      ran.add(Objects.requireNonNull(date));
    }

    private static void launch() {
      try {
        atLaunch.perform();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
