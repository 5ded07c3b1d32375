package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;

/** Seen to fail with a warning each time. */
class ComplaintsTests {

  private static final CalendarJob NIGHTLY =
      new CalendarJob(new NamedJob(), "0 0 21 * * ?", ZoneOffset.UTC, CalendarJob.Missed.SKIP);

  private final Logger logger = (Logger) LoggerFactory.getLogger(Complaints.class);
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final Complaints complaints = new Complaints();
  private Level level;

  @BeforeEach
  void listen() {
    level = logger.getLevel();
    logger.setLevel(Level.DEBUG);
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void forget() {
    logger.detachAppender(appender);
    logger.setLevel(level);
  }

  @Test
  void warnsOfATickOnceUntilItHasWorked() {
    fail("one");
    fail("one");
    fail("other");
    complaints.worked("one");
    fail("one");
    fail("other");
    assertThat(appender.list)
        .extracting(ILoggingEvent::getLevel)
        .isEqualTo(List.of(Level.WARN, Level.DEBUG, Level.WARN, Level.WARN, Level.DEBUG));
  }

  /** Seen to fail with an error each time, and with one for all dates. */
  @Test
  void tellsOfARunThatDoesNotBeginOnceForItsBusinessDate() {
    Instant monday = Instant.parse("2026-11-23T12:00:00Z");
    Instant tuesday = monday.plus(Duration.ofDays(1));
    notBegun(monday);
    notBegun(monday);
    notBegun(tuesday);
    complaints.begun(NIGHTLY, monday);
    complaints.begun(NIGHTLY, tuesday);
    complaints.begun(NIGHTLY, tuesday);
    assertThat(appender.list)
        .extracting(ILoggingEvent::getLevel)
        .isEqualTo(List.of(Level.ERROR, Level.DEBUG, Level.ERROR, Level.INFO));
  }

  private void notBegun(Instant due) {
    complaints.notBegun(NIGHTLY, due, new IllegalStateException("planted"));
  }

  private void fail(String tick) {
    complaints.failed(tick, new IllegalStateException("planted"));
  }

  /** Only its name is asked for. */
  private static final class NamedJob implements Job {

    @Override
    public String getName() {
      return "nightly";
    }

    @Override
    public void execute(JobExecution execution) {
      throw new AssertionError("It is not run");
    }
  }
}
