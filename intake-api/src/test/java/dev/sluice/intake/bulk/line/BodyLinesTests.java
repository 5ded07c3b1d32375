package dev.sluice.intake.bulk.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.web.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyLinesTests {

  private static List<String> texts(byte[] body, List<BodyLines.Range> ranges) {
    return ranges.stream()
        .map(
            range -> range.number() + " " + new String(body, range.offset(), range.length(), UTF_8))
        .toList();
  }

  private static List<String> ofArray(String text) {
    byte[] body = text.getBytes(UTF_8);
    return texts(body, BodyLines.ofArray(body));
  }

  private static List<String> ofNdjson(String text) {
    byte[] body = text.getBytes(UTF_8);
    return texts(body, BodyLines.ofNdjson(body));
  }

  @Test
  void countsBlankLinesAndLeavesThemOut() {
    assertThat(ofNdjson("a\n\n \t\r\nb\r\nc")).containsExactly("1 a", "4 b\r", "5 c");
    assertThat(ofNdjson("")).isEmpty();
    assertThat(ofNdjson("\n\n")).isEmpty();
  }

  @Test
  void findsElementsWhateverIsInThem() {
    assertThat(ofArray("[{\"a\":[1,2]},{\"b\":\"],\\\"}\"}]"))
        .containsExactly("1 {\"a\":[1,2]}", "2 {\"b\":\"],\\\"}\"}");
    assertThat(ofArray(" [ 1 , nonsense , {}] ")).containsExactly("1  1 ", "2  nonsense ", "3  {}");
    assertThat(ofArray("[]")).isEmpty();
    assertThat(ofArray("[ ]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{}",
        "1",
        "[",
        "[{]",
        "[\"]",
        "[\"\\",
        "[1] 2",
        "[1]]",
        "[1},",
        "[1}]",
        "[{]}]",
        // One that closes what it did not open hid the lines behind it.
        "[{\"a\":[1}, {\"b\":2}]]",
        "[{}}, {\"b\":2}]",
        // Not JSON, though every element is.
        "[,]",
        "[{},]",
        "[,{}]",
        "[{},,{}]",
        "[{}, ]"
      })
  void refusesWhatIsNoArray(String text) {
    assertThatThrownBy(() -> ofArray(text)).isInstanceOf(Problem.class);
  }

  @Test
  void refusesWhatIsNestedWithoutEnd() {
    assertThatThrownBy(() -> ofArray("[".repeat(1_000_000))).isInstanceOf(Problem.class);
    assertThat(ofArray("[" + "[".repeat(60) + "]".repeat(60) + "]")).hasSize(1);
  }

  @Test
  void stopsAtTheLimit() {
    assertThat(ofNdjson("x\n".repeat(10_000))).hasSize(10_000);
    assertThatThrownBy(() -> ofNdjson("x\n".repeat(10_001))).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> ofArray("[" + "1,".repeat(10_000) + "1]")).isInstanceOf(Problem.class);
  }
}
