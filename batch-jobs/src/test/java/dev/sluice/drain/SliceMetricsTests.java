package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.allocation.Decision;
import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.journal.WrittenElements;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.journal.SliceRow;
import dev.sluice.slice.CommittedSlice;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SliceMetricsTests {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SliceMetrics metrics = new SliceMetrics(meters);

  @Test
  void countsOutcomesByTypeAndRejectionsByReason() {
    metrics.committed(aSlice(Instant.now()));
    assertThat(count("sluice.outcomes", "type", "rejected")).isEqualTo(2);
    assertThat(count("sluice.outcomes", "type", "hold-expired")).isEqualTo(1);
    assertThat(count("sluice.outcomes", "type", "pulsed")).isEqualTo(1);
    assertThat(count("sluice.rejections", "reason", "sold-out")).isEqualTo(1);
    assertThat(count("sluice.rejections", "reason", "seat-taken")).isEqualTo(1);
    assertThat(meters.find("sluice.drain.retries").counter()).isNotNull();
  }

  @Test
  void timesWhatClientsWaitForUntilItCanBeRead() {
    metrics.announced(aSlice(Instant.now().minusSeconds(3)));
    Timer delays = meters.get("sluice.outcome.delay").tag("shard", "3").timer();
    assertThat(delays.count()).isEqualTo(2);
    assertThat(delays.max(TimeUnit.SECONDS)).isBetween(3.0, 60.0);
  }

  @Test
  void takesAClockAheadForNoDelay() {
    metrics.announced(aSlice(Instant.now().plusSeconds(60)));
    assertThat(meters.get("sluice.outcome.delay").timer().totalTime(TimeUnit.SECONDS)).isZero();
  }

  @Test
  void tellsTheLastDifferenceOfClocksAndHowOftenADrainFailed() {
    metrics.compared(3, Duration.ofMillis(250));
    metrics.compared(3, Duration.ofMillis(-1500));
    metrics.retrying(3, "no connection");
    metrics.retrying(3, "no connection");
    assertThat(meters.get("sluice.clock.ahead").tag("shard", "3").gauge().value()).isEqualTo(-1.5);
    assertThat(meters.get("sluice.drain.retries").tag("shard", "3").counter().count()).isEqualTo(2);
  }

  private double count(String name, String label, String value) {
    return meters.get(name).tags("shard", "3", label, value).counter().count();
  }

  /** Two requests of clients, one of the system, and a hold that ends. */
  private static CommittedSlice aSlice(Instant accepted) {
    UUID session = UUID.randomUUID();
    List<JournalElement> elements =
        List.of(
            new JournalElement.Changed(
                new Transition.HoldExpired(session, UUID.randomUUID(), List.of("A-1-1"))),
            decided(accepted, 0, aRequest(session), Outcome.Rejected.because(Reason.SOLD_OUT)),
            decided(accepted, 1, aRequest(session), Outcome.Rejected.because(Reason.SEAT_TAKEN)),
            decided(accepted, 2, aPulse(session), new Outcome.Pulsed()));
    WrittenElements written = WrittenElements.write(elements);
    var message =
        new SliceMessage(
            3,
            1,
            4,
            3,
            new EntryId(accepted.toEpochMilli(), 2),
            Instant.now(),
            Compression.compress(written.json()));
    return new CommittedSlice(
        message,
        written,
        new Decision.Counts(0, 0, 2, 0, 0, 1, 1),
        new SliceRow.Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  private static JournalElement decided(
      Instant accepted, int sequence, Request request, Outcome outcome) {
    return new JournalElement.Decided(
        new EntryId(accepted.toEpochMilli(), sequence), request, outcome);
  }

  private static Request aRequest(UUID session) {
    return Request.of(
        UUID.randomUUID(), session, "ann", new Command.ReserveNamed(List.of("A-1-1"), null));
  }

  private static Request aPulse(UUID session) {
    return SystemRequests.pulse(session);
  }
}
