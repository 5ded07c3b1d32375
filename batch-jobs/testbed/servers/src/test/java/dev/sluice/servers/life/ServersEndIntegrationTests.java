package dev.sluice.servers.life;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.DockerClientFactory;

/**
 * However the JVM that started servers ends, no process, folder or container of theirs is left.
 *
 * <p>Seen to fail: with a watchdog that does not kill every ending but {@link Ending#CLOSE} fails,
 * with one that does not delete every ending; in containers, with one that does not remove, {@link
 * Ending#KILL}.
 */
class ServersEndIntegrationTests {

  /** How the JVM ends. */
  enum Ending {
    /** Not at all: the servers are closed. */
    CLOSE,
    /** {@code System.exit}. */
    EXIT,
    /** {@code kill}. */
    TERMINATE,
    /** {@code kill -9}. */
    KILL
  }

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Ending.class)
  void leaveNothingBehind(Ending ending) throws Exception {
    Process child = child(ending);
    try (BufferedReader words = child.inputReader()) {
      assertThat(words.readLine()).isEqualTo("ready");
      List<ProcessHandle> processes = child.descendants().toList();
      assertThat(whatIsLeft(child, processes)).isNotEmpty();

      switch (ending) {
        case CLOSE, EXIT -> {
          child.outputWriter().write("end\n");
          child.outputWriter().flush();
          assertThat(words.readLine()).isEqualTo(ending == Ending.CLOSE ? "closed" : null);
        }
        case TERMINATE -> child.destroy();
        case KILL -> child.destroyForcibly();
      }

      assertThat(child.isAlive() && ending != Ending.CLOSE && !child.waitFor(10, TimeUnit.SECONDS))
          .isFalse();
      if (ending != Ending.CLOSE) {
        awaitNothingLeft(child, processes);
      }
      assertThat(whatIsLeft(child, processes)).isEmpty();
    } finally {
      child.destroyForcibly();
    }
  }

  private Process child(Ending ending) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            ServersMain.class.getName(),
            Mode.fromSystemProperty().name(),
            ending.name())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void awaitNothingLeft(Process child, List<ProcessHandle> processes) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!whatIsLeft(child, processes).isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
  }

  private List<Object> whatIsLeft(Process child, List<ProcessHandle> processes) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Stream<Path> folders =
          files.filter(file -> file.getFileName().toString().startsWith("sluice"));
      return Stream.<Object>concat(
              Stream.concat(folders, processes.stream().filter(ProcessHandle::isAlive)),
              containers(child))
          .toList();
    }
  }

  private static Stream<Container> containers(Process child) {
    if (Mode.fromSystemProperty() != Mode.CONTAINERS) {
      return Stream.empty();
    }
    return DockerClientFactory.lazyClient()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(ContainerServer.LABEL, Long.toString(child.pid())))
        .exec()
        .stream();
  }
}
