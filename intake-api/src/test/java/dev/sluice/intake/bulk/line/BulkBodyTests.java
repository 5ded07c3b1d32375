package dev.sluice.intake.bulk.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.request.Digest;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.security.Caller;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BulkBodyTests {

  private static final int BYTES_MAX = 16 * 1024 * 1024;
  private static final UUID BULK = UUID.fromString("0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99");
  private static final String SESSION = "d0000000-0000-4000-8000-000000000001";
  private static final String LINE = "{\"session\":\"" + SESSION + "\",\"seats\":[\"A-1-1\"]}";

  private static BulkBody read(byte[] body, boolean ndjson) {
    return BulkBody.read(body, ndjson, BULK, new Caller("ann", Set.of("reserve")), _ -> {});
  }

  private static Digest meaning(String body, boolean ndjson) {
    return read(body.getBytes(UTF_8), ndjson).meaning();
  }

  static Stream<Arguments> shapes() {
    // Just under ten thousand lines of 1.7 KB are 16 MiB.
    String names = "\"%s\":1,".repeat(190);
    return Stream.of(
        Arguments.of("blank lines", repeated("\n")),
        Arguments.of("blank lines with a return", repeated("\r\n")),
        Arguments.of("spaces", repeated(" ")),
        Arguments.of("spaces in lines", repeated(" ".repeat(1000) + "\n")),
        Arguments.of("spaces in elements", repeated("[", " ".repeat(1700) + ",")),
        Arguments.of("spaces before elements", repeated("[", " ".repeat(1700) + "1,")),
        Arguments.of("spaces behind the array", repeated("[{}]", " ")),
        Arguments.of("spaces behind the array, and more", repeated("[{}] [{}]", " \n")),
        Arguments.of("opening brackets", repeated("[")),
        Arguments.of("opening braces", repeated("[", "{")),
        Arguments.of("closing brackets", repeated("[", "]")),
        Arguments.of("brackets in pairs", repeated("[", "[]")),
        Arguments.of("commas", repeated("[", ",")),
        Arguments.of("commas in brackets", repeated("[[", ",")),
        Arguments.of("quotes", repeated("[", "\"")),
        Arguments.of("back-slashes", repeated("[\"", "\\")),
        Arguments.of("one long line", repeated("[\"", "x")),
        Arguments.of("zeros", repeated("\0")),
        Arguments.of("lines of one byte", repeated("x\n")),
        Arguments.of("deep lines", repeated("[".repeat(1700) + "\n")),
        Arguments.of("deep lines of objects", repeated("{\"a\":".repeat(340) + "\n")),
        Arguments.of("lines with a long name", repeated("{\"" + "x".repeat(1700) + "\":1}\n")),
        Arguments.of("lines of new names", numbered("{" + names + "\"z\":1}\n")),
        Arguments.of("lines of seats", repeated("{\"seats\":[" + "1,".repeat(850) + "1]}\n")),
        Arguments.of("lines of numbers", repeated("{\"quantity\":" + "9".repeat(1700) + "}\n")),
        Arguments.of(
            "lines of escapes", repeated("{\"reference\":\"" + "\\u0041".repeat(290) + "\"}\n")),
        Arguments.of("good lines", repeated(LINE + " ".repeat(1_640) + "\n")),
        Arguments.of("good elements", repeated("[" + LINE, " ".repeat(1_640) + "," + LINE)),
        Arguments.of("noise", noise(false)),
        Arguments.of("noise in lines", noise(true)));
  }

  /**
   * No caller can take a processor for longer than a second. Blank lines took two and a half for 64
   * KiB, and four times that for twice as many. Seen to fail where a blank line is looked for to
   * the body's end: blank lines were not read after a minute.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void takesLessThanASecondForSixteenMebibytes(String shape, byte[] body) {
    for (boolean ndjson : new boolean[] {true, false}) {
      // The first time is the compiler's, too.
      Duration first = timeToRead(body, ndjson);
      Duration second = timeToRead(body, ndjson);
      assertThat(first.compareTo(second) < 0 ? first : second)
          .as("%s as %s", shape, ndjson ? "NDJSON" : "an array")
          .isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void meansTheSameInOtherWords() {
    Digest first = meaning(LINE + "\n{broken\n" + LINE, true);
    String spaced = LINE.replace(":", " : ").replace(",", " ,\t");
    String turned =
        "{\"seats\":[\"A-1-1\"],\"type\":\"RESERVE\",\"session\":\"" + SESSION + "\"}\r";
    assertThat(meaning(spaced + "\n{broken\n" + turned + "\n\n", true)).isEqualTo(first);
    assertThat(meaning("[" + LINE + ",{broken},\n" + turned + "]", false))
        .isEqualTo(meaning("[ " + spaced + ",{broken}," + LINE + "]", false));
    assertThat(meaning("[" + LINE + "," + LINE + "]", false))
        .isEqualTo(meaning(LINE + "\n" + turned, true));
  }

  @Test
  void meansSomethingElseWhereALineDoes() {
    Digest first = meaning(LINE + "\n{broken\n" + LINE, true);
    for (String other :
        new String[] {
          LINE + "\n{broken\n" + LINE.replace("A-1-1", "A-1-2"),
          LINE + "\n{broken too\n" + LINE,
          LINE + "\n" + LINE + "\n{broken",
          LINE + "\n{broken",
          // The lines' ids follow from their numbers.
          LINE + "\n\n{broken\n" + LINE,
          LINE + "\n{broken\n" + LINE.replace("}", ",\"customer\":\"bob\"}")
        }) {
      assertThat(meaning(other, true)).as(other).isNotEqualTo(first);
    }
  }

  /**
   * Seen to fail without the bound of a line's fields (32 instead of 4), and without that of the
   * lines whose fields are told.
   */
  @Test
  void tellsOfTheFirstFieldsAndHowManyMoreThereAre() {
    String fields = IntStream.range(0, 40).mapToObj(i -> "\"x" + i + "\":1").collect(joining(","));
    String bad = "{" + fields + "}\n";
    BulkBody body = read(bad.repeat(1_500).getBytes(UTF_8), true);
    LineProblem first = ((Line.Broken) body.lines().getFirst()).problem();
    assertThat(first.errors()).hasSize(4);
    assertThat(first.moreErrors()).isEqualTo(37);
    assertThat(first.detail()).startsWith("41 fields");
    LineProblem late = ((Line.Broken) body.lines().getLast()).problem();
    assertThat(late.errors()).isNull();
    assertThat(late.moreErrors()).isEqualTo(41);
  }

  private static Duration timeToRead(byte[] body, boolean ndjson) {
    var threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    try {
      assertThat(read(body, ndjson).lines()).isNotEmpty();
    } catch (Problem e) {
      assertThat(e.getStatusCode().is4xxClientError()).isTrue();
    }
    return Duration.ofNanos(threads.getCurrentThreadCpuTime() - began);
  }

  private static byte[] repeated(String part) {
    return repeated("", part);
  }

  private static byte[] repeated(String first, String part) {
    byte[] unit = part.getBytes(UTF_8);
    byte[] body = Arrays.copyOf(first.getBytes(UTF_8), BYTES_MAX);
    for (int i = first.length(); i < BYTES_MAX; i++) {
      body[i] = unit[(i - first.length()) % unit.length];
    }
    return body;
  }

  /** Every name is another one. */
  private static byte[] numbered(String line) {
    var text = new StringBuilder(BYTES_MAX);
    long name = 0;
    String[] parts = line.split("%s", -1);
    while (text.length() < BYTES_MAX - 4_000) {
      text.append(parts[0]);
      for (int i = 1; i < parts.length; i++) {
        text.append(Long.toString(name++, 36)).append(parts[i]);
      }
    }
    return text.toString().getBytes(UTF_8);
  }

  private static byte[] noise(boolean lines) {
    byte[] body = new byte[BYTES_MAX];
    var random = new Random(7);
    byte[] letters = "{}[]\",:\\ \t1x".getBytes(UTF_8);
    for (int i = 0; i < BYTES_MAX; i++) {
      body[i] = lines && i % 1_700 == 0 ? (byte) '\n' : letters[random.nextInt(letters.length)];
    }
    return body;
  }
}
