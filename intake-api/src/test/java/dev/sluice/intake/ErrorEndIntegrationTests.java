package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.failure.EndAtError;
import dev.sluice.servers.life.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An Error on a thread that all callers count on ends the process: else they wait, or read QUEUED
 * for ever, of one whose liveness is UP. A process of its own, started as it is shipped. Seen to
 * fail: without {@link EndAtError#install} in its main method it lives on.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorEndIntegrationTests {

  private static final String ONE_SEAT = "{\"seats\":[\"A-1-1\"]}";
  private static final int SHARD = 2;

  private final Intake intake = Intake.shared();
  private final UUID session = TestSessions.aSession(SHARD);
  private final int port = Ports.free();
  private final Client ann = new Client("http://127.0.0.1:" + port, Tokens.of("ann"));

  @TempDir private Path folder;

  @Test
  void onTheThreadThatAppends() throws IOException, InterruptedException {
    Process process = start("dev.sluice.intake.append.Appender", "call");
    try (BufferedReader log = process.inputReader()) {
      awaitLines(log, "Started IntakeApplication");
      ann.get("/actuator/health/liveness").expect(200);
      assertThatThrownBy(() -> ann.reserve(session, ONE_SEAT))
          .as("the connection of who waits ends with the process")
          .hasCauseInstanceOf(IOException.class);
      expectEnd(process, log, "append-" + SHARD);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void onTheThreadThatFollows() throws IOException, InterruptedException {
    Process process = start("dev.sluice.intake.outcome.ShardFollower", "add");
    try (BufferedReader log = process.inputReader();
        FakeDrain drain = FakeDrain.of(SHARD)) {
      awaitLines(log, "Started IntakeApplication", "Shard " + SHARD + ": following from");
      ann.get("/actuator/health/liveness").expect(200);
      UUID id = UUID.randomUUID();
      intake.as("ann").reserve(session, id, ONE_SEAT).expect(202);
      drain.drain();
      expectEnd(process, log, "follow-" + SHARD);
      assertThat(intake.as("ann").get(Client.path(session, id)).expect(200).text("state"))
          .as("another replica knows the outcome")
          .isEqualTo("GRANTED");
    } finally {
      process.destroyForcibly();
    }
  }

  private void expectEnd(Process process, BufferedReader log, String thread)
      throws InterruptedException {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended by itself").isTrue();
    assertThat(process.exitValue()).isEqualTo(EndAtError.STATUS);
    assertThat(log.lines())
        .anyMatch(line -> line.contains("Thread " + thread + " ended"))
        .anyMatch(line -> line.contains("OutOfMemoryError: planted"));
    assertThatThrownBy(() -> ann.get("/actuator/health/liveness"))
        .hasCauseInstanceOf(IOException.class);
  }

  /** Reads on until each has been in some line, in any order. */
  private static void awaitLines(BufferedReader log, String... wanted) throws IOException {
    var missing = new ArrayList<>(List.of(wanted));
    var read = new StringBuilder();
    while (!missing.isEmpty()) {
      String line = log.readLine();
      assertThat(line).as("it ended after %s", read).isNotNull();
      read.append(line).append('\n');
      missing.removeIf(line::contains);
    }
  }

  private Process start(String type, String method) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            // What Tomcat and libraries unpack goes with the folder.
            "-Djava.io.tmpdir=" + folder,
            PlantedErrors.option(folder, type, method),
            "-cp",
            System.getProperty("java.class.path"),
            IntakeApplication.class.getName(),
            "--server.address=127.0.0.1",
            "--server.port=" + port,
            "--spring.datasource.url=" + Intake.database().jdbcUrl(),
            "--spring.datasource.username=" + Intake.database().username(),
            "--spring.datasource.password=" + Intake.database().password(),
            "--spring.data.redis.url=" + Intake.redis().uri(),
            "--sluice.security.jwt.secret=" + Tokens.SECRET)
        .redirectErrorStream(true)
        .start();
  }
}
