package dev.sluice.allocation;

import static dev.sluice.allocation.RequestBuilder.aRequest;
import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.aSession;
import static dev.sluice.allocation.SessionBuilder.uuid;
import static dev.sluice.allocation.TestShard.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Limits;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.SystemRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entries by which only time enters. */
class PulseTests {

  private static final Instant END = NOON.plus(Duration.ofMinutes(10));

  private final TestShard shard =
      TestShard.with(aSession("A:....").hold(Duration.ofMinutes(10)).customerMax(4));

  @Test
  void endsWhatIsDueAndNothingElse() {
    shard.decide(NOON, aRequest("first").named("A-1-1"));
    shard.decide(NOON.plusSeconds(1), aRequest("second").named("A-1-2"));

    Decision early = shard.decide(END.minusMillis(1), pulse());
    Decision due = shard.decide(END, pulse());

    assertThat(early.counts().transitions()).isZero();
    assertThat(outcomes(early)).containsExactly(new Outcome.Pulsed());
    assertThat(due.counts()).isEqualTo(new Decision.Counts(0, 0, 0, 0, 0, 1, 1));
    assertThat(due.elements().getFirst())
        .extracting("transition")
        .isEqualTo(new Transition.HoldExpired(uuid("session"), uuid("first"), List.of("A-1-1")));
    assertThat(due.changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.standing().nextDueAt()).isEqualTo(END.plusSeconds(1));
              assertThat(change.standing().seats().held()).isEqualTo(1);
            });
  }

  @Test
  void changesNothingWhereNothingIsDue() {
    Decision decision = shard.decide(NOON, pulse(), pulse());

    assertThat(outcomes(decision)).containsExactly(new Outcome.Pulsed(), new Outcome.Pulsed());
    assertThat(decision.created()).isEmpty();
    assertThat(decision.changed()).isEmpty();
  }

  @Test
  void isRefusedForASessionThatThereIsNot() {
    shard.snapshot().addUnknown(uuid("unknown"));

    assertThat(outcomes(shard.decide(NOON, SystemRequests.pulse(uuid("unknown")))))
        .containsExactly(Outcome.Rejected.because(Reason.UNKNOWN_SESSION));
  }

  /** The rest is for the next pulse: until then it is dead all the same for who compares. */
  @Test
  void endsNoMoreThanASliceMay() {
    int holds = Limits.SLICE_DUES_MAX + 3;
    TestShard large = TestShard.with(aSession("a:" + ".".repeat(holds)).customerMax(1));
    Request[] requests = new Request[holds];
    for (int i = 0; i < holds; i++) {
      requests[i] = aRequest("hold-" + i).by("customer-" + i).best(1);
    }
    assertThat(large.decide(NOON, requests).counts().granted()).isEqualTo(holds);
    Instant over = NOON.plus(Duration.ofHours(1));

    Decision first = large.decide(over, pulse(), pulse());
    Decision second = large.decide(over, pulse());

    assertThat(first.counts().transitions()).isEqualTo(Limits.SLICE_DUES_MAX);
    assertThat(first.changes().getFirst().standing().nextDueAt()).isBefore(over);
    assertThat(second.counts().transitions()).isEqualTo(3);
    assertThat(second.changes().getFirst().standing().nextDueAt()).isNull();
  }

  private static Request pulse() {
    return SystemRequests.pulse(uuid("session"));
  }
}
