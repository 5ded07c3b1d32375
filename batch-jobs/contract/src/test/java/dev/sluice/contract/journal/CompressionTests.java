package dev.sluice.contract.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTests {

  /** What {@code SELECT HEX(COMPRESS('...'))} says on MySQL 9.7; level 6 there, so other bytes. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ' ',
      value = {
        "37000000789C8BAE562A4E4D2C51B25272D43534D23557AAD52142241600AC880EE5"
            + " [{\"seat\":\"A-12-7\"},{\"seat\":\"A-12-7\"},{\"seat\":\"A-12-7\"}]",
        // Its last byte is a space, so MySQL guards it by a full stop.
        "07000000789C2BCA2F5730B5B4040009DC02202E `row 599`"
      })
  void readsWhatMySqlCompressed(String hex, String text) {
    assertThat(Compression.uncompress(HexFormat.of().parseHex(hex)))
        .asString(UTF_8)
        .isEqualTo(text);
  }

  /** Seen to be read by MySQL 9.7 ({@code UNCOMPRESS}) to the same text. */
  @Test
  void writesWhatMySqlReads() {
    byte[] text = "[{\"reference\":\"π\\t\\\"\\\\😀\"}]".getBytes(UTF_8);
    String known =
        "1E00000078018BAE562A4A4D4B2D4ACD4B4E55B2523ADF105312A31413F361FE8C06A5DA5800B3500C1E";

    byte[] compressed = Compression.compress(text);

    assertThat(Compression.uncompress(HexFormat.of().parseHex(known))).isEqualTo(text);
    // Length, then a zlib header: deflate with a window of 32 KiB, fastest. Behind it another zlib
    // may write other bytes of the same meaning.
    assertThat(Arrays.copyOf(compressed, 6))
        .isEqualTo(Arrays.copyOf(HexFormat.of().parseHex(known), 6));
    assertThat(Compression.uncompress(compressed)).isEqualTo(text);
  }

  @Test
  void makesNothingOfNothing() {
    assertThat(Compression.compress(new byte[0])).isEmpty();
    assertThat(Compression.uncompress(new byte[0])).isEmpty();
  }

  @Test
  void restoresAnything() {
    var random = new Random(20261121);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[1 + random.nextInt(i < 98 ? 2_000 : 2_000_000)];
      // From incompressible to all the same.
      int variety = 1 + random.nextInt(256);
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) random.nextInt(variety);
      }

      assertThat(Compression.uncompress(Compression.compress(bytes))).isEqualTo(bytes);
    }
  }

  /** Seen to fail with the checksum unread: a slice cut at the length it stated was taken. */
  @Test
  void refusesEveryShorterForm() {
    byte[] compressed = Compression.compress("[{\"seat\":\"A-12-7\"}]".repeat(20).getBytes(UTF_8));

    for (int length = 1; length < compressed.length; length++) {
      byte[] cut = Arrays.copyOf(compressed, length);
      assertThatIllegalArgumentException()
          .as("%d bytes of %d", length, compressed.length)
          .isThrownBy(() -> Compression.uncompress(cut));
    }
  }

  /** Any changed byte is refused, or changes nothing (some bits of zlib's header are hints). */
  @Test
  void neverGivesOtherBytes() {
    byte[] text = "[{\"seat\":\"A-12-7\"}]".repeat(20).getBytes(UTF_8);
    byte[] compressed = Compression.compress(text);
    var random = new Random(20261122);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = compressed.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(Compression.uncompress(changed)).isEqualTo(text);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void refusesGarbage() {
    var random = new Random(20261123);
    for (int i = 0; i < 20_000; i++) {
      byte[] garbage = new byte[1 + random.nextInt(100)];
      random.nextBytes(garbage);

      assertThatIllegalArgumentException().isThrownBy(() -> Compression.uncompress(garbage));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x4000_0000, 54, 56, 0})
  void refusesAnotherLength(int length) {
    byte[] compressed =
        HexFormat.of()
            .parseHex("37000000789C8BAE562A4E4D2C51B25272D43534D23557AAD52142241600AC880EE5");
    write(compressed, length);

    assertThatThrownBy(() -> Compression.uncompress(compressed))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Seen to fail with the stated length allocated at once: 96 MiB for 100 KB. */
  @Test
  void allocatesNoMoreForACorruptLengthThanForTheRealOne() {
    byte[] noise = new byte[100_000];
    new Random(20261124).nextBytes(noise);
    byte[] compressed = Compression.compress(noise);
    write(compressed, 100_000_000);
    assertThatIllegalArgumentException().isThrownBy(() -> Compression.uncompress(compressed));

    long before = allocated();
    assertThatIllegalArgumentException().isThrownBy(() -> Compression.uncompress(compressed));

    assertThat(allocated() - before).isLessThan(4_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", " .", "..", "x", "\0"})
  void refusesWhatStandsBehind(String behind) {
    byte[] compressed = Compression.compress("abc".getBytes(UTF_8));
    byte[] more = Arrays.copyOf(compressed, compressed.length + behind.length());
    System.arraycopy(behind.getBytes(UTF_8), 0, more, compressed.length, behind.length());

    assertThatIllegalArgumentException().isThrownBy(() -> Compression.uncompress(more));
  }

  private static void write(byte[] compressed, int length) {
    for (int i = 0; i < 4; i++) {
      compressed[i] = (byte) (length >>> (8 * i));
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
