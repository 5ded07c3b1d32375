package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Where a command and its outcome are known, on the example of CANCEL, in the source of the whole
 * repository. Seen to fail: with a switch over outcomes more, in the intake's seat map; and with
 * the intake's two files that know only the call missing in the README.
 */
class PlacesOfACommandTests {

  private static final int FILES_MAX = 16;
  private static final Path TOP = Path.of("../..");

  /**
   * Its names, as whole words: not the status CANCELLED of a reservation. In quotes, the name of
   * its call, which the API's description goes by.
   */
  private static final Pattern NAMES =
      Pattern.compile(
          "\\b(Cancel|Cancelled|CancelCase|CANCEL)\\b|(?<!ReservationStatus\\.)\\bCANCELLED\\b"
              + "|\"cancel\"");

  private static final Pattern COMMENTS = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");

  /** They are about reservations and their statuses; the player of on-sales plays what it likes. */
  private static final Pattern OTHERS =
      Pattern.compile("ReservationStatus|ReservationView|/scheduler/onsale/|/bench/");

  @Test
  void areFewAndAllOfThemAreToldInTheReadme() throws IOException {
    List<String> places = places();

    assertThat(places).hasSizeLessThanOrEqualTo(FILES_MAX);
    assertThat(toldInReadme()).containsExactlyInAnyOrderElementsOf(places);
  }

  private static List<String> places() throws IOException {
    try (Stream<Path> files = Files.walk(TOP)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/main/java/"))
          // Clients that were generated from the API's description.
          .filter(file -> !file.toString().contains("/target/"))
          .filter(file -> !OTHERS.matcher(file.toString()).find())
          .filter(file -> NAMES.matcher(COMMENTS.matcher(read(file)).replaceAll("")).find())
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }

  private static List<String> toldInReadme() {
    String section =
        read(Path.of("README.md")).split("## A command more", 2)[1].split("\n## ", 2)[0];
    return Pattern.compile("(?m)^\\| `(\\w+\\.java)`")
        .matcher(section)
        .results()
        .map(row -> row.group(1))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
