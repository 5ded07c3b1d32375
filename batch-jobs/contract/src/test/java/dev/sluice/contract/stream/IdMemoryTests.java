package dev.sluice.contract.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.contract.stream.IdMemory.Bounds;
import dev.sluice.contract.stream.IdMemory.Half;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdMemoryTests {

  private static final long HOUR = 3_600_000;
  private static final Bounds BOUNDS = new Bounds(1_000, 16, 4, 100, 24 * HOUR);
  private static final EntryId BEGAN = new EntryId(1_000 * HOUR, 3);

  private final IdMemory full =
      new IdMemory(
          new Half(7, 16, BEGAN),
          new Half(6, 8, new EntryId(990 * HOUR, 0)),
          500,
          5,
          980 * HOUR,
          List.of(new Half(4, 8, null), new Half(5, 8, null)),
          BOUNDS,
          17,
          18);

  @Test
  void readsWhatItWrites() {
    assertThat(full)
        .hasToString(
            "7 16 3600000000-3 500 6 8 3564000000-0 5 3528000000 4:8,5:8 1000 16 4 100 86400000 17"
                + " 18");
    assertThat(IdMemory.parse(full.toString())).isEqualTo(full);
    IdMemory empty = IdMemory.empty(BOUNDS, 1);
    assertThat(empty).hasToString("1 16 - 0 0 1 - 0 0 - 1000 16 4 100 86400000 0 0");
    assertThat(IdMemory.parse(empty.toString())).isEqualTo(empty);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 16 - 0 0 1 - 0 0 - 1000 16 4 100 86400000 0",
        "1 16 x 0 0 1 - 0 0 - 1000 16 4 100 86400000 0 0",
        "1 16 - 0 0 1 - 0 0 5 1000 16 4 100 86400000 0 0",
        "one 16 - 0 0 1 - 0 0 - 1000 16 4 100 86400000 0 0"
      })
  void refusesAnythingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> IdMemory.parse(text));
  }

  @Test
  void wantsTheOldHalfIndexedOnceTheYoungIsHalfFull() {
    assertThat(full.isIndexWanted()).isTrue();
    assertThat(full.withIndexed(6).isIndexWanted()).isFalse();
    assertThat(full.withIndexed(6).withIndexed(5).indexed()).isEqualTo(6);
    assertThat(IdMemory.parse(full.toString().replace(" 500 6 ", " 499 6 ")).isIndexWanted())
        .isFalse();
    assertThat(IdMemory.empty(BOUNDS, 1).isIndexWanted()).isFalse();
  }

  @Test
  void isAheadOfTheIndexOnceTheYoungHalfIsFullAndTheOldIsNotIndexed() {
    assertThat(full.isIndexBehind()).isFalse();
    IdMemory more = IdMemory.parse(full.toString().replace(" 500 6 ", " 1000 6 "));
    assertThat(more.isIndexBehind()).isTrue();
    assertThat(more.withIndexed(6).isIndexBehind()).isFalse();
    assertThat(IdMemory.empty(new Bounds(0, 1, 1, 1, HOUR), 1).isIndexBehind()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // What is appended once everything before was forgotten, up to the clocks' difference.
    "980, 60000, 990,  false",
    "980, 59999, 990,  true",
    // Past its retention, whatever was forgotten before its time.
    "981,     0, 1004, false",
    "981,     0, 1005, true",
  })
  void tellsWhatItMayHaveForgotten(long hours, long more, long now, boolean forgotten) {
    assertThat(
            full.mayHaveForgotten(
                Instant.ofEpochMilli(hours * HOUR + more), Instant.ofEpochMilli(now * HOUR)))
        .isEqualTo(forgotten);
  }

  @Test
  void tellsForTheRetentionThatItForgotEarly() {
    assertThat(full.mayHaveForgottenEarly(Instant.ofEpochMilli(1_004 * HOUR - 1))).isTrue();
    assertThat(full.mayHaveForgottenEarly(Instant.ofEpochMilli(1_004 * HOUR))).isFalse();
    assertThat(IdMemory.empty(BOUNDS, 1).mayHaveForgottenEarly(Instant.EPOCH)).isFalse();
  }

  /** Entries of the old half stand before the first of the young one. */
  @Test
  void hasDecidedTheOldHalfOnceTheYoungOneIsReached() {
    assertThat(full.isOldDecided(BEGAN.previous())).isFalse();
    assertThat(full.isOldDecided(BEGAN)).isTrue();
    assertThat(IdMemory.empty(BOUNDS, 1).isOldDecided(BEGAN)).isFalse();
  }

  /** An id is remembered for the retention at least: that of the youngest in the old half. */
  @Test
  void forgetsTheOldHalfOnceTheYoungIsAsOldAsTheRetention() {
    long over = BEGAN.milliseconds() + 24 * HOUR;
    var next = new EntryId(over, 9);
    assertThat(full.at(over - 1, next)).isSameAs(full);
    IdMemory later = full.at(over, next);
    assertThat(later.young()).isEqualTo(new Half(8, 16, next));
    assertThat(later.old()).isEqualTo(full.young());
    assertThat(later.remembered()).isZero();
    assertThat(later.dropped()).extracting(Half::number).containsExactly(4L, 5L, 6L);
    // Nothing was forgotten before its time.
    assertThat(later.forgotten()).isEqualTo(full.forgotten());
    assertThat(later.withoutDropped(new Half(5, 8, null)).dropped())
        .extracting(Half::number)
        .containsExactly(4L, 6L);
  }

  @Test
  void hasAboutSixtyFourIdsInAHash() {
    Bounds bounds = Bounds.of(1L << 30, 0.1, Duration.ofHours(24));
    assertThat(bounds).isEqualTo(new Bounds(7_456_540, 65_536, 64, 745_654, 24 * HOUR));
    assertThat(Bounds.of(0, 0.1, Duration.ofHours(24)))
        .isEqualTo(new Bounds(1, 1, 1, 1, 24 * HOUR));
  }

  /** As the script does: the first three bytes, modulo. */
  @Test
  void findsTheHashOfAnId() {
    byte[] key = {(byte) 0xff, (byte) 0x80, (byte) 0x07, 1};
    assertThat(new Half(1, 16, null).bucketOf(key)).isEqualTo(7);
    assertThat(new Half(1, 1 << 20, null).bucketOf(key)).isEqualTo(0xf8007);
    assertThat(new Half(1, 1, null).bucketOf(key)).isZero();
  }
}
