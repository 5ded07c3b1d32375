package dev.sluice.contract.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Examples;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTests {

  private static final UUID SESSION = Examples.SESSION;

  /** Remembered digests outlive a deployment: another value would refuse every repeat. */
  @Test
  void isFixed() {
    assertThat(Digest.of("alice", SESSION, Examples.best(2, "GOLD")))
        .hasToString("18094e715bf347bfc4a96ea9d6052f3d");
    assertThat(Digest.of("alice", "[]".getBytes(UTF_8)))
        .hasToString("7084979b68d33bfe2bc262458948bc88");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"grades\":[\"GOLD\"],\"quantity\":2}",
        " {\n\t\"quantity\" : 2 ,\r\n \"grades\" : [ \"GOLD\" ] } ",
        "{\"adjacent\":false,\"minimum\":2,\"quantity\":2,\"grades\":[\"GOLD\"]}",
        "{\"\\u0067rades\":[\"G\\u004fLD\"],\"quantity\":2}"
      })
  void isTheSameHoweverTheCommandIsWritten(String json) {
    Command command = CommandJson.read(RequestType.RESERVE, json.getBytes(UTF_8));

    assertThat(Digest.of("alice", SESSION, command))
        .isEqualTo(Digest.of("alice", SESSION, Examples.best(2, "GOLD")));
  }

  @Test
  void differsForAnythingElse() {
    UUID other = new UUID(SESSION.getMostSignificantBits(), 2);
    List<Digest> digests =
        List.of(
            Digest.of("alice", SESSION, Examples.named("A-1-1", "A-1-2")),
            Digest.of("alicf", SESSION, Examples.named("A-1-1", "A-1-2")),
            Digest.of("alice", other, Examples.named("A-1-1", "A-1-2")),
            Digest.of("alice", SESSION, Examples.named("A-1-2", "A-1-1")),
            Digest.of("alice", SESSION, Examples.named("A-1-1", "A-1-3")),
            Digest.of("alice", SESSION, Examples.named("A-1-1")),
            Digest.of("alice", SESSION, new Command.ReserveNamed(List.of("A-1-1"), "")),
            Digest.of("alice", SESSION, new Command.ReserveNamed(List.of("A-1-1"), "x")),
            Digest.of("alice", SESSION, Examples.best(2, "A-1-1")),
            Digest.of("alice", SESSION, Examples.best(3, "A-1-1")),
            Digest.of(
                "alice", SESSION, new Command.ReserveBest(List.of("A-1-1"), 2, 1, false, null)),
            Digest.of(
                "alice", SESSION, new Command.ReserveBest(List.of("A-1-1"), 2, 2, true, null)),
            Digest.of("alice", SESSION, new Command.Cancel(other, List.of())),
            Digest.of("alice", SESSION, new Command.Cancel(SESSION, List.of())),
            Digest.of("alice", SESSION, new Command.Cancel(SESSION, List.of("A-1-1"))));

    assertThat(new HashSet<>(digests)).hasSameSizeAs(digests);
  }

  @Test
  void ofABodyDiffersByCallerAndByte() {
    assertThat(Digest.of("alice", "[]".getBytes(UTF_8)))
        .isNotEqualTo(Digest.of("bob", "[]".getBytes(UTF_8)))
        .isNotEqualTo(Digest.of("alice", "[ ]".getBytes(UTF_8)));
    // The name ends somewhere.
    assertThat(Digest.of("ab", "c".getBytes(UTF_8)))
        .isNotEqualTo(Digest.of("a", "bc".getBytes(UTF_8)));
  }
}
