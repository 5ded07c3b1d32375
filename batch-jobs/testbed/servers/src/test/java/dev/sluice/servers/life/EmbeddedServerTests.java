package dev.sluice.servers.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of a process, with shell scripts for servers. */
class EmbeddedServerTests {

  private final DataFolder folder = DataFolder.create("test");
  private final AtomicInteger installations = new AtomicInteger();

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void saysWhatAServerThatEndedHadToSay() {
    Server server = server("echo no space left; exit 3");

    assertThatExceptionOfType(ServerFailedException.class)
        .isThrownBy(server::start)
        .withMessageContaining("ended while it started")
        .withMessageContaining("no space left");
  }

  @Test
  void startsAgainWithoutInstallingAgain() {
    Server server = server("echo up >started; exec sleep 60");
    server.start();
    server.kill();
    server.start();

    assertThat(installations).hasValue(1);
  }

  @Test
  void takesACallForAStateItIsInAsDone() {
    EmbeddedServer server = server("echo up >started; exec sleep 60");
    server.kill();
    server.stop();
    server.start();
    server.start();
    server.thaw();
    assertThat(server.isRunning()).isTrue();
    server.freeze();
    server.freeze();
    server.stop();
    server.stop();
    server.freeze();
    assertThat(server.isRunning()).isFalse();
  }

  @Test
  void takesItsFolderWithItAndIsOfNoMoreUse() {
    EmbeddedServer server = server("echo up >started; exec sleep 60");
    server.start();
    server.close();
    server.close();

    assertThat(folder.path()).doesNotExist();
    assertThatIllegalStateException().isThrownBy(server::start);
  }

  private EmbeddedServer server(String script) {
    return new EmbeddedServer(
        "script",
        folder,
        _ -> installations.incrementAndGet(),
        List.of("/bin/sh", "-c", script),
        () -> Files.exists(folder.path().resolve("started")));
  }
}
