package dev.sluice.rig.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.Settlement;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.rig.replay.ReservationsByJournal;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with the money in a journal is seen: each row is a journal that cannot be. */
class PaymentsAsDecidedTests {

  private static final long DUE = 200;

  private final SmallOnSale sale = new SmallOnSale();
  private final UUID hold = sale.ann.id();
  private final Request pay = pay(11, DUE);
  private final Outcome paying = new Outcome.Paying(hold, DUE, "EUR");
  private final Outcome captured =
      new Outcome.Captured(hold, pay.id(), List.of("A-1-1", "A-1-2"), DUE, "EUR");
  private final Outcome declined = new Outcome.Declined(hold, pay.id());
  private final Outcome owed = new Outcome.RefundOwed(hold, pay.id(), DUE, "EUR");
  private final Outcome settledBefore = new Outcome.SettledBefore(hold, pay.id());

  @Test
  void findsNothingWhereMoneyIsSettledOnce() {
    assertThat(breaches(step(pay, paying), step(yes(DUE), captured), step(no(), settledBefore)))
        .isEmpty();
    assertThat(
            breaches(
                step(pay, paying),
                step(no(), declined),
                step(yes(DUE), owed),
                step(yes(DUE), settledBefore)))
        .isEmpty();
    assertThat(
            breaches(
                step(pay, paying),
                step(yes(1), new Outcome.RefundOwed(hold, pay.id(), 1, "EUR")),
                step(pay(12, DUE), paying)))
        .isEmpty();
  }

  static Stream<Arguments> journals() {
    var it = new PaymentsAsDecidedTests();
    return Stream.of(
        wrong(
            "a capture without effect",
            step(it.pay, it.paying),
            step(it.yes(DUE), it.settledBefore)),
        wrong(
            "a late capture without effect",
            step(it.pay, it.paying),
            step(it.no(), it.declined),
            step(it.yes(DUE), it.settledBefore)),
        wrong(
            "a refund of another amount",
            step(it.pay, it.paying),
            step(it.no(), it.declined),
            step(it.yes(DUE), new Outcome.RefundOwed(it.hold, it.pay.id(), 199, "EUR"))),
        wrong(
            "a refund twice",
            step(it.pay, it.paying),
            step(it.no(), it.declined),
            step(it.yes(DUE), it.owed),
            step(it.yes(DUE), it.owed)),
        wrong("a ticket for less", step(it.pay, it.paying), step(it.yes(199), it.captured)),
        wrong("a no that confirms", step(it.pay, it.paying), step(it.no(), it.captured)),
        wrong("a settlement of nothing", step(it.yes(DUE), it.captured)),
        wrong("two payments at once", step(it.pay, it.paying), step(pay(12, DUE), it.paying)),
        wrong("a wrong amount", step(pay(11, 199), new Outcome.Paying(it.hold, 199, "EUR"))),
        wrong(
            "given back while it is asked",
            step(it.pay, it.paying),
            step(
                SmallOnSale.request(13, "ANN", new Command.Cancel(it.hold, List.of())),
                new Outcome.Cancelled(it.hold, List.of("A-1-1", "A-1-2"), 0, "EUR"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("journals")
  void seesWhatCannotBe(String name, List<Step> steps) {
    assertThat(breaches(steps.toArray(Step[]::new))).isNotEmpty();
  }

  private List<String> breaches(Step... steps) {
    var fresh = new SmallOnSale();
    for (Step step : steps) {
      fresh.slices.set(
          1,
          Stream.concat(
                  fresh.slices.get(1).stream(),
                  Stream.of(fresh.decided(step.request, step.outcome)))
              .toList());
    }
    fresh.writeJournal();
    return ReservationsByJournal.of(fresh.evidence()).breaches("I8");
  }

  private static Arguments wrong(String name, Step... steps) {
    return Arguments.of(name, List.of(steps));
  }

  private static Step step(Request request, Outcome outcome) {
    return new Step(request, outcome);
  }

  private static Request pay(long id, long amount) {
    UUID hold = SmallOnSale.reserve(1, "ANN", "A-1-1", "A-1-2").id();
    return SmallOnSale.request(id, "ANN", new Command.Pay(hold, amount, "key"));
  }

  private Request yes(long amount) {
    return settle(Settlement.CAPTURED, amount);
  }

  private Request no() {
    return settle(Settlement.DECLINED, 0);
  }

  private Request settle(Settlement result, long amount) {
    return SystemRequests.settlement(
        SmallOnSale.SESSION, new Command.Settle(hold, pay.id(), result, amount));
  }

  private record Step(Request request, Outcome outcome) {}
}
