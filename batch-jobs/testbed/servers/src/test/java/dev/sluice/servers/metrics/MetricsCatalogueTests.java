package dev.sluice.servers.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsCatalogueTests {

  private static final String GOOD =
      """
      # HELP jvm_threads_live_threads of the JVM
      # TYPE jvm_threads_live_threads gauge
      jvm_threads_live_threads 20.0
      # TYPE sluice_calls_seconds summary
      sluice_calls_seconds_count{shard="0",} 3
      sluice_calls_seconds_sum{shard="0",} 0.5
      # TYPE sluice_calls_seconds_max gauge
      sluice_calls_seconds_max{shard="0",} 0.25
      # TYPE sluice_waiting gauge
      sluice_waiting 7.0
      """;

  @TempDir private Path folder;
  private MetricsCatalogue catalogue;

  @BeforeEach
  void write() throws IOException {
    Path file = folder.resolve("METRICS.md");
    Files.writeString(
        file,
        """
        | name | kind | unit | labels | process | meaning |
        | --- | --- | --- | --- | --- | --- |
        | `sluice_calls_seconds` | summary | seconds | `shard` | one, two | calls |
        | `sluice_waiting` | gauge | calls | | one | calls that wait |
        | `sluice_of_another` | gauge | calls | | two | another process's |
        | `jvm_threads_live_threads` | gauge | threads | | one | threads |
        """);
    catalogue = MetricsCatalogue.of(file, "one");
    assertThatThrownBy(() -> MetricsCatalogue.of(file, "three"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsNothingWhereBothAgree() {
    assertThat(catalogue.problems(GOOD)).isEmpty();
  }

  @Test
  void findsWhatOnlyOneOfThemHas() {
    assertThat(catalogue.problems(GOOD.replace("sluice_waiting", "sluice_queued")))
        .containsExactlyInAnyOrder(
            "sluice_waiting is in the catalogue only", "sluice_queued is not in the catalogue");
  }

  @Test
  void findsAnotherKindAndOtherLabels() {
    assertThat(catalogue.problems(GOOD.replace("sluice_waiting gauge", "sluice_waiting counter")))
        .containsExactly("sluice_waiting is a counter, not a gauge");
    assertThat(catalogue.problems(GOOD.replace("sluice_waiting 7", "sluice_waiting{a=\"b\"} 7")))
        .containsExactly("sluice_waiting has the labels [a], not []");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/sessions/d0000000-0000-4000-8000-000000000101",
        "execution 1234567",
        "9f86d081884c7d65",
        "ann@example.org",
        "eyJhbGciOiJIUzI1NiJ9.e30"
      })
  void findsLabelsWithIds(String value) {
    assertThat(catalogue.problems(GOOD.replace("threads 20", "threads{of=\"" + value + "\"} 20")))
        .contains("jvm_threads_live_threads has an id in of: " + value);
  }

  @Test
  void letsPassWhatIsNoId() {
    assertThat(
            List.of("/v1/sessions/{session}", "G1 Eden Space", "2.0", "HikariPool-1", "HTTP 404"))
        .allSatisfy(
            value ->
                assertThat(
                        catalogue.problems(
                            GOOD.replace("threads 20", "threads{of=\"" + value + "\"} 20")))
                    .containsExactly("jvm_threads_live_threads has the labels [of], not []"));
  }

  @Test
  void findsTooManySeries() {
    String many =
        IntStream.range(0, 251)
            .mapToObj(i -> "other{n=\"" + i + "\"} 1\n")
            .collect(Collectors.joining("", "# TYPE other gauge\n", ""));
    assertThat(catalogue.problems(GOOD + many)).containsExactly("other has 251 series");
  }
}
