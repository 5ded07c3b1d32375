package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Seen to fail with a warning each time. */
class ComplaintsTests {

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

  private void fail(String tick) {
    complaints.failed(tick, new IllegalStateException("planted"));
  }
}
