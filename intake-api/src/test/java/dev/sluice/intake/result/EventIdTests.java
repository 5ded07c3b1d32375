package dev.sluice.intake.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.intake.outcome.Estimate;
import dev.sluice.intake.outcome.LocatedOutcome;
import dev.sluice.intake.outcome.Standing;
import dev.sluice.intake.outcome.settlement.PaymentId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventIdTests {

  private static final Standing QUEUED =
      new Standing.Queued(
          RememberedRequest.of(new EntryId(1, 0), new Digest(0, 0), "ann", 1),
          1,
          new Estimate.Known(1));

  private static final Standing DECIDED =
      new Standing.Decided(
          new LocatedOutcome(
              "ann",
              new EntryId(1, 0),
              null,
              Outcome.Rejected.because(Reason.SOLD_OUT),
              3,
              81,
              80,
              1,
              Instant.EPOCH));

  private static final Standing PAYING =
      new Standing.Paying(
          new LocatedOutcome(
              "ann",
              new EntryId(2, 0),
              null,
              new Outcome.Paying(new UUID(0, 1), 12_000, "EUR"),
              3,
              90,
              90,
              0,
              Instant.EPOCH),
          new PaymentId(new UUID(0, 0), new UUID(0, 1), new UUID(0, 2)));

  /** Seen to fail with one id for every event while queued: queued-1 again. */
  @ParameterizedTest
  @CsvSource({
    "queued-1, queued-2",
    "queued-41, queued-42",
    "queued-999999999999, queued-1",
    "paying-41, queued-42",
    "3-81, queued-1",
    "'', queued-1"
  })
  void countsOnFromWhatWasHeard(String heard, String next) {
    assertThat(EventId.after(heard).of(QUEUED)).isEqualTo(next);
    assertThat(EventId.after(heard).isHeard(QUEUED)).isFalse();
  }

  @Test
  void countsOnWhileAPaymentIsUnderWay() {
    assertThat(EventId.after("queued-2").of(PAYING)).isEqualTo("paying-3");
    assertThat(EventId.after("paying-3").next().of(PAYING)).isEqualTo("paying-5");
    assertThat(EventId.after("3-90").isHeard(PAYING)).isFalse();
  }

  @Test
  void namesAnOutcomeByItsNumber() {
    assertThat(EventId.after(null).of(DECIDED)).isEqualTo("3-81");
    assertThat(EventId.after("3-81").isHeard(DECIDED)).isTrue();
    assertThat(EventId.after("3-80").isHeard(DECIDED)).isFalse();
    assertThat(EventId.after(null).isHeard(DECIDED)).isFalse();
  }
}
