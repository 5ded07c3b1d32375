package dev.sluice.onsale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.journal.SliceHead;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.onsale.play.Notes;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.client.ClientLog;
import dev.sluice.rig.evidence.table.Money;
import dev.sluice.rig.evidence.table.PlayedSlices;
import dev.sluice.rig.evidence.table.ShardPosition;
import dev.sluice.rig.evidence.table.SliceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SummaryTests {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final SliceRow warmUp = slice(1, rejected(1, Reason.SOLD_OUT));
  private final SliceRow played =
      slice(2, held(2, "A-1-1", "A-1-2"), rejected(3, Reason.SEAT_TAKEN));

  @Test
  void countsWhatWasDecidedSinceThePlayBegan() {
    String text =
        Summary.of(
            evidence(),
            Map.of(0, new ShardPosition(1, new byte[32])),
            new Notes(),
            Duration.ofSeconds(2));

    assertThat(text.lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains(
            "granted 1",
            "HELD 1 2 seats",
            "rejected 1",
            "SEAT_TAKEN 1 retryable",
            "slices 1",
            "decisions per second 1 over 2.0 s of play, clients included",
            "of the drain alone 2,000 by the time in slices: load, decide, apply");
    assertThat(text).doesNotContain("SOLD_OUT");
  }

  private Evidence evidence() {
    return new Evidence(
        Map.of(),
        List.of(),
        new PlayedSlices(List.of(warmUp, played)),
        List.of(),
        List.of(),
        List.of(),
        new Money(List.of(), List.of(), Optional.empty()),
        List.of(),
        List.of(),
        Map.of(),
        new ClientLog(List.of(), Set.of(), List.of(), List.of()));
  }

  private static SliceRow slice(long first, JournalElement... elements) {
    int count = elements.length;
    return new SliceRow(
        new SliceHead(SliceHead.FORMAT, 0, first, new EntryId(1, first + count), NOON, 1, false),
        first + count - 1,
        new SliceRow.Counts(count, 0, 0, 0, 0, 0, 0, 0),
        1_000,
        new byte[32],
        Compression.compress(JournalWriter.write(List.of(elements))));
  }

  private static JournalElement held(long id, String... seats) {
    return decided(
        id, new Outcome.Held(new UUID(0, id), List.of(seats), 100, "EUR", NOON.plusSeconds(600)));
  }

  private static JournalElement rejected(long id, Reason reason) {
    return decided(id, Outcome.Rejected.because(reason));
  }

  private static JournalElement decided(long id, Outcome outcome) {
    var command = new Command.ReserveNamed(List.of("A-1-1", "A-1-2"), null);
    return new JournalElement.Decided(
        new EntryId(1, id), Request.of(new UUID(0, id), new UUID(1, 1), "ann", command), outcome);
  }
}
