package dev.sluice.intake.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.stream.EntryId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SliceMemoryTests {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final SliceMemory memory =
      new SliceMemory(3 * 1400, new JournalSlices.Position(new EntryId(100, 0), 10));

  /** Ten numbers a slice, from 11; its last entry and its instant are that many seconds on. */
  private static SliceMessage slice(int n) {
    return new SliceMessage(
        0, 11 + 10L * n, 10, 10, new EntryId(200 + n, 0), NOON.plusSeconds(n), new byte[1000]);
  }

  @Test
  void findsTheFirstSliceThatDoesNotEndBeforeAnEntry() {
    memory.add(slice(0));
    memory.add(slice(1));
    assertThat(memory.findByEntry(new EntryId(150, 0))).contains(slice(0));
    assertThat(memory.findByEntry(new EntryId(200, 0))).contains(slice(0));
    assertThat(memory.findByEntry(new EntryId(200, 1))).contains(slice(1));
    assertThat(memory.findByEntry(new EntryId(202, 0))).isEmpty();
  }

  @Test
  void findsTheSliceOfANumber() {
    memory.add(slice(0));
    memory.add(slice(1));
    assertThat(memory.findByNumber(10)).isEmpty();
    assertThat(memory.findByNumber(11)).contains(slice(0));
    assertThat(memory.findByNumber(20)).contains(slice(0));
    assertThat(memory.findByNumber(30)).contains(slice(1));
    assertThat(memory.findByNumber(31)).isEmpty();
  }

  @Test
  void forgetsTheOldestWhereBytesAreTooMany() {
    for (int n = 0; n < 5; n++) {
      memory.add(slice(n));
    }
    assertThat(memory.findByNumber(30)).isEmpty();
    assertThat(memory.findByNumber(31)).contains(slice(2));
    assertThat(memory.listFrom(31)).hasSize(3);
    assertThat(memory.listFrom(21)).isNull();
    assertThat(memory.listFrom(61)).isEmpty();
    assertThat(memory.position()).isEqualTo(new JournalSlices.Position(new EntryId(204, 0), 60));
  }

  @Test
  void keepsOneSliceHoweverLarge() {
    var tiny = new SliceMemory(1, JournalSlices.Position.START);
    tiny.add(slice(0));
    assertThat(tiny.findByNumber(11)).contains(slice(0));
    tiny.add(slice(1));
    assertThat(tiny.findByNumber(11)).isEmpty();
    assertThat(tiny.findByNumber(21)).contains(slice(1));
  }

  @Test
  void countsWhatWasDrainedSinceAnInstant() {
    memory.add(slice(0));
    memory.add(slice(1));
    memory.add(slice(2));
    assertThat(memory.drainedSince(NOON.minusSeconds(1))).isEqualTo(30);
    assertThat(memory.drainedSince(NOON)).isEqualTo(20);
    assertThat(memory.drainedSince(NOON.plusSeconds(2))).isZero();
    assertThat(memory.rate(NOON.plusSeconds(2))).isEqualTo(15);
    assertThat(memory.rate(NOON.plusSeconds(60))).isZero();
  }

  @Test
  void startsAgainElsewhere() {
    memory.add(slice(0));
    memory.restart(new JournalSlices.Position(EntryId.ZERO, 100));
    assertThat(memory.findByNumber(11)).isEmpty();
    assertThat(memory.position().lastNumber()).isEqualTo(100);
    memory.add(slice(9));
    assertThat(memory.listFrom(101)).containsExactly(slice(9));
  }
}
