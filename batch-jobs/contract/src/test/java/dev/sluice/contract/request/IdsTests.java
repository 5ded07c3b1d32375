package dev.sluice.contract.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.contract.Examples;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.ShardKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids in every form that they travel in: text, 16 bytes, Redis keys. */
class IdsTests {

  @Test
  void entryIdsSortLikeTheirBytes() {
    var random = new Random(20261121);
    for (int i = 0; i < 20_000; i++) {
      EntryId one = anEntryId(random);
      EntryId other = anEntryId(random);

      assertThat(Integer.signum(one.compareTo(other)))
          .as("%s and %s", one, other)
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(one.toBytes(), other.toBytes())));
      assertThat(EntryId.fromBytes(one.toBytes())).isEqualTo(one);
      assertThat(EntryId.parse(one.toString())).isEqualTo(one);
    }
  }

  @Test
  void entryIdsSortByNumberNotByText() {
    assertThat(EntryId.parse("5-9")).isLessThan(EntryId.parse("5-10"));
    assertThat(EntryId.parse("9-9")).isLessThan(EntryId.parse("10-0"));
    assertThat(EntryId.ZERO).isLessThan(EntryId.parse("0-1"));
  }

  @Test
  void nextEntryIdIsTheSmallestAfterIt() {
    assertThat(new EntryId(5, 9).next()).isEqualTo(new EntryId(5, 10));
    assertThat(new EntryId(5, Long.MAX_VALUE).next()).isEqualTo(new EntryId(6, 0));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(new EntryId(Long.MAX_VALUE, Long.MAX_VALUE)::next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "5",
        "5-",
        "-5",
        "5-5-5",
        "+5-5",
        "5-+5",
        "5--5",
        "-5-5",
        " 5-5",
        "5-5 ",
        "x-5",
        "5-x",
        "٥-٥",
        "9223372036854775808-0",
        "0-9223372036854775808",
        "18446744073709551615-0",
        "99999999999999999999999-1",
        "5-5\n"
      })
  void refusesWhatIsNoEntryId(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> EntryId.parse(text));
  }

  @Test
  void readsTheLargestEntryId() {
    assertThat(EntryId.parse("9223372036854775807-9223372036854775807"))
        .isEqualTo(new EntryId(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @Test
  void refusesNegativeEntryIds() {
    assertThatIllegalArgumentException().isThrownBy(() -> new EntryId(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new EntryId(0, -1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 17, 32})
  void refusesAnythingButSixteenBytes(int length) {
    byte[] bytes = new byte[length];
    assertThatIllegalArgumentException().isThrownBy(() -> EntryId.fromBytes(bytes));
    assertThatIllegalArgumentException().isThrownBy(() -> Digest.fromBytes(bytes));
    assertThatIllegalArgumentException().isThrownBy(() -> Uuids.fromBytes(bytes));
  }

  @Test
  void uuidsAndDigestsKeepTheirForms() {
    var random = new Random(20261122);
    for (int i = 0; i < 10_000; i++) {
      var id = new UUID(random.nextLong(), random.nextLong());
      assertThat(Uuids.parse(id.toString())).isEqualTo(id);
      assertThat(Uuids.parse(id.toString().toUpperCase(Locale.ROOT))).isEqualTo(id);
      assertThat(Uuids.fromBytes(Uuids.toBytes(id))).isEqualTo(id);

      var digest = new Digest(random.nextLong(), random.nextLong());
      assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
      assertThat(Digest.fromBytes(digest.toBytes())).isEqualTo(digest);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-1-1-1-1",
        "0199c1f0-0000-7000-8000-00000000000",
        "0199c1f0-0000-7000-8000-0000000000000",
        "0199c1f000000-7000-8000-000000000000",
        "0199c1f0-0000-7000-8000-00000000000g",
        "0199c1f0-0000-7000-8000-00000000000\u0660",
        "0199c1f0-0000-7000-8000-00000000000\uff11",
        "0199c1f0-0000-7000-8000-+00000000000",
        "{199c1f0-0000-7000-8000-00000000000}",
        "0199c1f0_0000_7000_8000_000000000000"
      })
  void refusesWhatIsNoCanonicalUuid(String text) {
    assertThat(Uuids.parse(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00112233445566778899aabbccddeef",
        "00112233445566778899aabbccddeefff",
        "00112233445566778899aabbccddeefg",
        "0x112233445566778899aabbccddeeff",
        "-0112233445566778899aabbccddeeff"
      })
  void refusesWhatIsNoDigest(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Digest.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5-5 00112233445566778899aabbccddeeff alice",
        "5-5 00112233445566778899aabbccddeeff alice 1 2",
        "5-5  alice 1",
        "5-5 00112233445566778899aabbccddeeff alice x"
      })
  void refusesWhatIsNoRememberedRequest(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RememberedRequest.parse(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void keysOfAShardShareItsHashTag() {
    var keys = new ShardKeys(3);
    assertThat(keys.requests()).isEqualTo("{s3}:requests");
    assertThat(keys.outcomes()).isEqualTo("{s3}:outcomes");
    assertThat(keys.lease()).isEqualTo("{s3}:lease");
    assertThat(keys.verified()).isEqualTo("{s3}:verified");
    assertThat(keys.request(Examples.SESSION, Examples.id(1)))
        .isEqualTo(
            "{s3}:request:0199c1f0-0000-7000-8000-000000000001:"
                + "0199c1f0-0000-7000-8000-000000000101");
    assertThatIllegalArgumentException().isThrownBy(() -> new ShardKeys(-1));
  }

  /** Close to each other, and close to the ends, where signs and carries go wrong. */
  private static EntryId anEntryId(Random random) {
    return new EntryId(aPart(random), aPart(random));
  }

  private static long aPart(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(3);
      case 1 -> 1L << random.nextInt(63);
      case 2 -> Long.MAX_VALUE - random.nextInt(3);
      default -> random.nextLong() & Long.MAX_VALUE;
    };
  }
}
