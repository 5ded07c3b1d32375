package dev.sluice.intake.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/**
 * Seen to fail with the old bound of 24 slices planted again: 20 slices took 52 and 33 MB where 16
 * are allowed.
 */
class DecodedSlicesTests {

  private static final int MEGABYTE = 1024 * 1024;

  private final DecodedSlices slices =
      new DecodedSlices(
          new OutcomeSettings(
              DataSize.ofMegabytes(1),
              DataSize.ofMegabytes(16),
              DataSize.ofMegabytes(1),
              DataSize.ofMegabytes(1),
              DataSize.ofMegabytes(1),
              Duration.ofSeconds(1),
              1,
              1,
              Duration.ofSeconds(1)));

  /** Many small requests, or few with long texts; a slice's text is bounded, its objects follow. */
  @ParameterizedTest
  @CsvSource({"4096, 1", "2000, 200"})
  void takeNoMoreThanTheyMay(int count, int noteLength) {
    long before = liveHeap();
    for (int n = 0; n < 20; n++) {
      slices.decode(slice(n, count, noteLength));
    }
    long taken = liveHeap() - before;
    assertThat(taken).isBetween(5L * MEGABYTE, 24L * MEGABYTE);
    assertThat(slices.decode(slice(19, count, noteLength)).elements()).hasSize(count);
  }

  private static SliceMessage slice(int n, int count, int noteLength) {
    UUID session = UUID.randomUUID();
    List<JournalElement> elements =
        IntStream.range(0, count)
            .<JournalElement>mapToObj(
                i ->
                    new JournalElement.Decided(
                        new EntryId(1000 + n, i),
                        Request.of(
                            UUID.randomUUID(),
                            session,
                            "customer-" + i,
                            new Command.ReserveNamed(List.of("A-1-" + i), "r".repeat(noteLength))),
                        new Outcome.Rejected(Reason.SEAT_TAKEN, List.of("A-1-" + i), 0)))
            .toList();
    return new SliceMessage(
        0,
        1 + (long) n * count,
        count,
        count,
        new EntryId(1000 + n, count),
        Instant.EPOCH,
        Compression.compress(JournalWriter.write(elements)));
  }

  private static long liveHeap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
