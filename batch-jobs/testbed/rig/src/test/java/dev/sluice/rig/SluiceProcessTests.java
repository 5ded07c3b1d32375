package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process without memory ends, however it was started: one that lingers answers nobody. Seen to
 * fail without the option in each of the four.
 */
class SluiceProcessTests {

  private static final String OPTION = "-XX:+ExitOnOutOfMemoryError";

  @Test
  void endsWithoutMemoryWhereTheLauncherStartsIt() {
    var servers = new Addresses("jdbc:mysql://x", "", "", "redis://x", "x:1");
    assertThat(
            SluiceProcess.command(
                SluiceProcess.Plan.of("scheduler", Path.of("x.jar"), servers, "secret")))
        .contains(OPTION);
  }

  /** In containers, and where a person starts it. */
  @ParameterizedTest
  @ValueSource(strings = {"k8s/images/java.options", "README.md", "intake-api/README.md"})
  void endsWithoutMemoryWhereOthersStartIt(String file) {
    assertThat(repository().resolve(file)).content().contains(OPTION);
  }

  /** This module's tests run in its folder, or in one above it. */
  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("intake-api"))) {
      folder = Objects.requireNonNull(folder.getParent(), "not in the repository");
    }
    return folder;
  }
}
