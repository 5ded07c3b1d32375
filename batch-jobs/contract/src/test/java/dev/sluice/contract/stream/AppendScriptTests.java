package dev.sluice.contract.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Examples;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of the script. What it does is tested where there is a Redis: in intake and drain. */
class AppendScriptTests {

  @Test
  void hasAShaOfItsOwnForEveryShard() throws NoSuchAlgorithmException {
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    var shas =
        IntStream.range(0, 256)
            .mapToObj(
                shard ->
                    HexFormat.of()
                        .formatHex(
                            sha1.digest(
                                AppendScript.newest()
                                    .forShard(shard)
                                    .getBytes(StandardCharsets.UTF_8))))
            .collect(Collectors.toSet());

    assertThat(shas).hasSize(256);
  }

  /**
   * What was released stays as it was, byte for byte: an intake of that version asks for its SHA.
   * Found from outside, with a comment changed: a rolling upgrade answered 503. Seen to fail with a
   * comment of version 1 changed.
   */
  @Test
  void everyReleasedVersionKeepsItsSha() throws NoSuchAlgorithmException {
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    assertThat(AppendScript.versionsForShard(3))
        .extracting(
            text -> HexFormat.of().formatHex(sha1.digest(text.getBytes(StandardCharsets.UTF_8))))
        .containsExactly(
            "f8d362286ea74865bd17ef5e1ca1ba89e3b01f7a",
            "0ccc12d0b10cc3419f0eb88fb295fe771b4a5fbd",
            "c8468b7dd00a1cacc3ccd7fc38970b825bf190d6");
  }

  /** Seen to fail for Egypt: digits of its own, so intake and drain would not agree on the SHA. */
  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "hi-IN-u-nu-deva", "th-TH-u-nu-thai", "en-US"})
  void isTheSameInEveryLocale(String tag) {
    Locale before = Locale.getDefault();
    String expected = AppendScript.newest().forShard(12);
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertThat(AppendScript.newest().forShard(12)).isEqualTo(expected).contains("shard 12");
    } finally {
      Locale.setDefault(before);
    }
  }

  /** A client that takes its SHA may turn it into bytes in any charset. */
  @Test
  void isAscii() {
    assertThat(AppendScript.newest().forShard(3).chars()).allMatch(c -> c < 0x80);
  }

  @Test
  void hasNoPlaceholderLeft() {
    String text = AppendScript.newest().forShard(3);

    assertThat(text).contains("'^%d+'").doesNotContain("%%");
  }

  /** Fields in the order of {@link StreamEntry#of}, and as many arguments as it reads. */
  @Test
  void appendsTheFieldsOfAnEntry() {
    String text = AppendScript.newest().forShard(3);
    var fields =
        Pattern.compile("'(\\w+)', (?:ARGV|id|session|customer)")
            .matcher(text.substring(text.indexOf("'XADD'"), text.indexOf("unpack(lookup)")))
            .results()
            .map(result -> result.group(1))
            .toList();

    assertThat(fields)
        .containsExactlyElementsOf(
            StreamEntry.of(Examples.entry(1), Examples.aRequest(1, Examples.named("A-1-1")))
                .fields()
                .keySet());
  }
}
