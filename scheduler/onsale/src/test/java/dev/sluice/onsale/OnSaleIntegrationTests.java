package dev.sluice.onsale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher as the README starts it, in a JVM of its own, on the servers of {@code
 * sluice.servers}.
 */
class OnSaleIntegrationTests {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @TempDir Path folder;

  @Test
  void playsAnOnSaleAndKeepsEveryPromise() throws Exception {
    Process launcher = launch("-Dsluice.requests=2000", "-Dsluice.exit=true");
    String said;
    try (BufferedReader words = launcher.inputReader()) {
      said = String.join("\n", words.lines().toList());
    }

    assertThat(launcher.waitFor()).as(said).isZero();
    assertThat(said)
        .contains(
            "Every promise was kept.",
            "submitted",
            "2,000",
            "SEAT_TAKEN",
            "curl -i $S/reservations")
        .containsPattern(
            "dashboard +http://127.0.0.1:\\d+/dashboard\n +user admin, password [a-z2-9]{16}\n")
        .containsPattern("I1 .* ok ")
        .containsPattern("I2 .* ok ")
        .containsPattern("I3 .* ok ")
        .containsPattern("I4 .* ok ")
        .containsPattern("I8 .* ok ");
    assertThat(folders()).isEmpty();
  }

  /** Seen to fail with parts that are started without a watchdog: they go on. */
  @Test
  void leavesNothingBehindWhenItIsKilled() throws Exception {
    Process launcher = launch("-Dsluice.requests=2000");
    try (BufferedReader words = launcher.inputReader()) {
      assertThat(words.lines().anyMatch(line -> line.startsWith("Playing"))).isTrue();
      List<ProcessHandle> started = launcher.descendants().toList();
      assertThat(started).hasSizeGreaterThanOrEqualTo(4);
      assertThat(folders()).isNotEmpty();
      // What Tomcat makes lies where the watchdog deletes it.
      try (Stream<Path> files =
          Files.find(folder, 2, (file, _) -> file.getFileName().toString().startsWith("tomcat."))) {
        assertThat(files.map(file -> file.getParent())).hasSizeGreaterThanOrEqualTo(2);
      }

      launcher.destroyForcibly();

      assertThat(launcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while ((isAlive(started) || !folders().isEmpty()) && System.nanoTime() - deadline < 0) {
        Thread.sleep(50);
      }
      assertThat(started).noneMatch(ProcessHandle::isAlive);
      assertThat(folders()).isEmpty();
    } finally {
      launcher.destroyForcibly();
    }
  }

  @Test
  void saysWhatItDoesNotUnderstand() throws Exception {
    Process launcher = launch("-Dsluice.servers=cloud");
    try (BufferedReader words = launcher.inputReader()) {
      assertThat(words.lines()).anyMatch(line -> line.startsWith("sluice.servers is embedded"));
    }
    assertThat(launcher.waitFor()).isEqualTo(2);
  }

  private Process launch(String... options) throws IOException {
    Stream<String> command =
        Stream.of(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx1g",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Djava.io.tmpdir=" + folder,
                    "-Dsluice.servers=" + System.getProperty("sluice.servers", "embedded"),
                    "-Dsluice.parts=" + System.getProperty("sluice.parts", "target/parts")),
                Stream.of(options),
                Stream.of("-cp", System.getProperty("java.class.path"), Launcher.class.getName()))
            .flatMap(it -> it);
    return new ProcessBuilder(command.toList()).redirectErrorStream(true).start();
  }

  private static boolean isAlive(List<ProcessHandle> processes) {
    return processes.stream().anyMatch(ProcessHandle::isAlive);
  }

  /** All that the launcher and its libraries have made, and not taken away. */
  private List<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
