package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A client who hangs up is nobody's fault: no line in the log that operators must look at. */
class HangUpIntegrationTests {

  private static final String TOKEN = Tokens.of("ann", "reserve:bulk");

  private final Intake intake = Intake.shared();
  private final UUID session = TestSessions.aSession(0);
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(log);
  }

  @Test
  void logsNoErrorWhereABodyBreaksOff() throws InterruptedException {
    for (String type : new String[] {"application/x-ndjson", "application/json"}) {
      for (String framing : new String[] {"Content-Length: 1000", "Transfer-Encoding: chunked"}) {
        hangUpAfter(
            head("POST", "/v1/reservations:bulk")
                + ("Content-Type: " + type + "\r\n" + framing + "\r\n\r\n5\r\n[{{{{\r\n"));
      }
    }
    hangUpAfter(
        head("POST", Client.path(session))
            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
    expectNoErrors();
  }

  @Test
  void logsNoErrorWhereNobodyIsLeftToReadTheAnswer() throws InterruptedException {
    try (FakeDrain drain = FakeDrain.of(0)) {
      UUID id = UUID.randomUUID();
      intake.as("ann").reserve(session, id, "{\"seats\":[\"A-1-1\"]}").expect(202);
      hangUpAfter(head("GET", Client.path(session, id)) + "Prefer: wait=2\r\n\r\n");
      try (RawCall events = RawCall.to(intake)) {
        events.send(head("GET", Client.path(session, id) + "/events") + "\r\n");
        Eventually.holds(() -> assertThat(intake.activeCalls()).isPositive());
        events.hangUp();
        drain.drain();
      }
    }
    expectNoErrors();
  }

  private static String head(String method, String path) {
    return method + " " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN + "\r\n";
  }

  /** Before it is under way, a call whose connection ends is not even seen. */
  private void hangUpAfter(String bytes) throws InterruptedException {
    try (RawCall call = RawCall.to(intake)) {
      call.send(bytes);
      Eventually.holds(() -> assertThat(intake.activeCalls()).isPositive());
      call.hangUp();
    }
    Eventually.holds(() -> assertThat(intake.activeCalls()).isZero());
  }

  private void expectNoErrors() throws InterruptedException {
    Eventually.holds(() -> assertThat(intake.activeCalls()).isZero());
    assertThat(log.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .as("%s", log.list)
        .isEmpty();
  }
}
