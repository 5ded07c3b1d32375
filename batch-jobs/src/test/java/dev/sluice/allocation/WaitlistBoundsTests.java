package dev.sluice.allocation;

import static dev.sluice.allocation.RequestBuilder.aRequest;
import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.aReservation;
import static dev.sluice.allocation.SessionBuilder.aSession;
import static dev.sluice.allocation.SessionBuilder.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.allocation.rules.FailingRules;
import dev.sluice.allocation.rules.Rules;
import dev.sluice.contract.Limits;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.SystemRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What waiting costs, and what it must not stop. */
class WaitlistBoundsTests {

  private static final int SINGLES = 4_096;
  private static final int GROUPS = 9_900;

  private static Request pulse() {
    return SystemRequests.pulse(uuid("session"));
  }

  private static List<Transition> transitions(Decision decision) {
    return decision.elements().stream()
        .map(it -> it instanceof JournalElement.Changed(Transition transition) ? transition : null)
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Groups that want neighbours stand in front, and single seats are freed, one by one. Seen to
   * fail where every waiter is looked at: 40 million looks.
   */
  @Test
  void whoCannotFitIsNeverLookedAt() {
    TestShard shard = TestShard.with(aSession("A:X ".repeat(SINGLES) + "A:XXXX"));
    for (int i = 0; i < GROUPS; i++) {
      shard.decide(NOON, aRequest("g" + i).by("customer-" + i).adjacentOrWait(2 + i % 3));
    }
    for (int i = 0; i < 100; i++) {
      shard.decide(NOON, aRequest("s" + i).by("single-" + i).orWait(1));
    }
    var looks = new AtomicInteger();
    Rules counting = FailingRules.ofWaiting(_ -> looks.incrementAndGet());

    Decision decision = shard.decide(counting, NOON, cancels(0, SINGLES));

    assertThat(decision.counts().granted()).isEqualTo(SINGLES);
    assertThat(transitions(decision))
        .hasSize(100)
        .allMatch(Transition.WaiterServed.class::isInstance);
    assertThat(looks).hasValue(100);
    assertThat(shard.snapshot().getCounts(uuid("session")).free()).isEqualTo(SINGLES - 100);
  }

  /** Who is above the customer's limit is not looked at either. */
  @Test
  void whoMayNotHaveMoreIsNeverLookedAt() {
    TestShard shard = TestShard.with(aSession("A:" + "X".repeat(60)).customerMax(2));
    for (int i = 0; i < 20; i++) {
      shard.decide(
          NOON,
          aRequest("v" + i).by("other-" + i).orWait(1),
          aRequest("u" + i).by("other-" + i).orWait(1));
    }
    var looks = new AtomicInteger();
    Rules counting = FailingRules.ofWaiting(_ -> looks.incrementAndGet());

    Decision served = shard.decide(counting, NOON, cancels(20, 40));
    assertThat(transitions(served)).as("one more for each").hasSize(20);
    assertThat(looks).hasValue(20);

    assertThat(transitions(shard.decide(counting, NOON, cancels(40, 60)))).isEmpty();
    assertThat(looks).hasValue(20);
    assertThat(shard.snapshot().listWaiters(uuid("session"))).hasSize(20);
  }

  private static Request[] cancels(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(seat -> aRequest("c" + seat).by("other-" + seat).cancel("other-" + seat))
        .toArray(Request[]::new);
  }

  /** A unit is a hold's end with those whom it serves; the next unit waits for the next pulse. */
  @Test
  void duesAndServedTogetherHaveABound() {
    int holds = Limits.SLICE_DUES_MAX / 2 + 10;
    SessionBuilder session = aSession("a:" + ".".repeat(holds));
    for (int i = 0; i < holds; i++) {
      session.with(
          aReservation("hold-" + i).by("holder-" + i).of(i).until(NOON.plusMillis(i + 1L)));
    }
    TestShard shard = TestShard.with(session.hold(Duration.ofMinutes(30)));
    for (int i = 0; i < holds; i++) {
      shard.decide(NOON, aRequest("w" + i).by("customer-" + i).orWait(1));
    }
    Instant late = NOON.plusSeconds(60);

    Decision first = shard.decide(late, pulse());
    assertThat(transitions(first)).hasSize(Limits.SLICE_DUES_MAX);
    assertThat(transitions(first).getLast()).isInstanceOf(Transition.WaiterServed.class);
    assertThat(JournalWriter.write(first.elements())).hasSizeLessThan(Limits.SLICE_DUES_BYTES_MAX);
    assertThat(shard.snapshot().listWaiters(uuid("session"))).hasSize(10);

    Decision second = shard.decide(late, pulse());
    assertThat(transitions(second)).hasSize(20);
    assertThat(shard.snapshot().listWaiters(uuid("session"))).isEmpty();
  }

  static Stream<Transition> shapes() {
    UUID id = uuid("any");
    List<String> labels =
        IntStream.range(0, Limits.SEATS_PER_REQUEST_MAX)
            .mapToObj(i -> "S".repeat(Limits.LABEL_LENGTH_MAX - 1) + i)
            .toList();
    return Stream.of(
        new Transition.HoldExpired(id, id, List.of("A-1-1")),
        new Transition.HoldExpired(id, id, labels),
        new Transition.WaiterServed(id, id, labels, Long.MAX_VALUE, "EUR", NOON),
        new Transition.WaitEnded(id, id),
        new Transition.PutAside(id, id, "\u0001".repeat(200)),
        new Transition.PutAside(id, id, "IllegalStateException: no luck"));
  }

  /** What a slice counts is never less than what is written. */
  @ParameterizedTest
  @MethodSource("shapes")
  void aTransitionTakesNoMoreBytesThanAreCounted(Transition transition) {
    int written = JournalWriter.write(List.of(new JournalElement.Changed(transition))).length;
    assertThat(DueRoom.bytes(transition)).isBetween(written - 1, 6 * written);
  }

  /** Seen to fail where the failure is the entry's: nobody's seat came back. */
  @Test
  void aWaiterOnWhichTheRulesFailIsPassedOverAndKeepsItsPlace() {
    TestShard shard =
        TestShard.with(
            aSession("A:..")
                .with(aReservation("mine").of(0))
                .with(aReservation("too").by("bob").of(1)));
    shard.decide(NOON, aRequest("w1").by("cat").orWait(1), aRequest("w2").by("dan").orWait(1));

    Decision decision =
        shard.decide(
            failingOn("w1"),
            NOON,
            aRequest("c1").cancel("mine"),
            aRequest("c2").by("bob").cancel("too"));
    assertThat(transitions(decision))
        .satisfiesExactly(
            aside ->
                assertThat(aside)
                    .isEqualTo(
                        new Transition.PutAside(
                            uuid("session"), uuid("w1"), "IllegalStateException: no luck")),
            served -> assertThat(served.reservation()).isEqualTo(uuid("w2")));
    assertThat(decision.counts().deadLettered()).isZero();
    assertThat(transitions(shard.decide(NOON, aRequest("c3").by("dan").cancel("w2"))))
        .as("a later slice tries again")
        .singleElement()
        .satisfies(served -> assertThat(served.reservation()).isEqualTo(uuid("w1")));
  }

  /** Seen to fail with a due that is set aside for ever. */
  @Test
  void aDueOnWhichTheRulesFailIsPassedOverAndStaysDue() {
    Instant end = NOON.plusSeconds(5);
    TestShard shard =
        TestShard.with(
            aSession("A:..")
                .with(aReservation("mine").of(0).until(end))
                .with(aReservation("too").by("bob").of(1).until(end.plusSeconds(1))));
    Instant late = NOON.plusSeconds(60);

    Decision decision = shard.decide(failingOn("mine"), late, pulse(), pulse());
    assertThat(transitions(decision))
        .extracting(Transition::type, Transition::reservation)
        .containsExactly(
            tuple(Transition.Type.PUT_ASIDE, uuid("mine")),
            tuple(Transition.Type.HOLD_EXPIRED, uuid("too")));
    assertThat(decision.changes().getFirst().standing().nextDueAt()).isEqualTo(end);
    assertThat(transitions(shard.decide(late, pulse())))
        .extracting(Transition::type)
        .containsExactly(Transition.Type.HOLD_EXPIRED);
  }

  private static Rules failingOn(String name) {
    return FailingRules.ofWaiting(
        id -> {
          if (id.equals(uuid(name))) {
            throw new IllegalStateException("no luck");
          }
        });
  }
}
