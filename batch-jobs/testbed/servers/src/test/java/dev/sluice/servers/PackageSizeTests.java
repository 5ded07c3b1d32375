package dev.sluice.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A package is taken in at a glance, in every module of the repository: past twenty files it is two
 * things. Seen to fail with the 46 files that {@code dev.sluice.contract} once had.
 */
class PackageSizeTests {

  private static final int FILES_MAX = 20;

  @Test
  void noPackageHasMoreThanTwentyFiles() throws IOException {
    Map<String, Long> sizes = new TreeMap<>(countFiles());
    assertThat(sizes).containsKeys("dev.sluice.servers", "dev.sluice.intake", "dev.sluice.drain");
    sizes.values().removeIf(files -> files <= FILES_MAX);
    assertThat(sizes).as("packages with more than %s files", FILES_MAX).isEmpty();
  }

  /** How many files of main code each package of each module has. */
  private static Map<String, Long> countFiles() throws IOException {
    try (Stream<Path> files = Files.walk(repository())) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".java") && file.contains("/src/main/java/"))
          // Clients that were generated from the API's description.
          .filter(file -> !file.contains("/target/"))
          .collect(Collectors.groupingBy(PackageSizeTests::packageOf, Collectors.counting()));
    }
  }

  private static String packageOf(String file) {
    String inSources = file.substring(file.indexOf("/src/main/java/") + "/src/main/java/".length());
    return inSources.substring(0, inSources.lastIndexOf('/')).replace('/', '.');
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
