package dev.sluice.rig.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.Settlement;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.rig.evidence.table.Money;
import dev.sluice.rig.evidence.table.PaymentRow;
import dev.sluice.rig.evidence.table.RefundRow;
import dev.sluice.rig.replay.ReservationsByJournal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ann pays for two seats and gives one back: what tables or provider say otherwise is seen. */
class MoneyAsDecidedTests {

  private static final UUID SESSION = SmallOnSale.SESSION;
  private static final UUID HOLD = SmallOnSale.reserve(1, "ANN", "A-1-1", "A-1-2").id();
  private static final Request PAY =
      SmallOnSale.request(11, "ANN", new Command.Pay(HOLD, 200, "key"));
  private static final Request BACK =
      SmallOnSale.request(12, "ANN", new Command.Cancel(HOLD, List.of("A-1-2")));

  private static final PaymentRow PAYMENT =
      new PaymentRow(SESSION, HOLD, PAY.id(), 7, 200, "EUR", 3, 8);
  private static final RefundRow REFUND =
      new RefundRow(SESSION, BACK.id(), HOLD, PAY.id(), 9, 100, "EUR");

  private final SmallOnSale sale = new SmallOnSale();

  @BeforeEach
  void payAndGiveOneBack() {
    Request yes =
        SystemRequests.settlement(
            SESSION, new Command.Settle(HOLD, PAY.id(), Settlement.CAPTURED, 200));
    sale.slices.set(
        1,
        Stream.concat(
                sale.slices.get(1).stream(),
                Stream.of(
                    sale.decided(PAY, new Outcome.Paying(HOLD, 200, "EUR")),
                    sale.decided(
                        yes,
                        new Outcome.Captured(
                            HOLD, PAY.id(), List.of("A-1-1", "A-1-2"), 200, "EUR")),
                    sale.decided(BACK, new Outcome.Cancelled(HOLD, List.of("A-1-2"), 100, "EUR"))))
            .toList());
    sale.writeJournal();
  }

  @Test
  void findsNothingWhereAllSayTheSame() {
    assertThat(breaches(money(PAYMENT, REFUND, 100))).isEmpty();
    assertThat(breaches(money(PAYMENT, REFUND, 100).withoutLedger())).isEmpty();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("no payment", new Money(List.of(), List.of(REFUND), ledger(100))),
        Arguments.of("no refund", new Money(List.of(PAYMENT), List.of(), ledger(100))),
        Arguments.of(
            "a refund that the journal does not have",
            new Money(
                List.of(PAYMENT),
                List.of(REFUND, new RefundRow(SESSION, PAY.id(), HOLD, PAY.id(), 10, 100, "EUR")),
                ledger(100))),
        Arguments.of(
            "a payment in another state",
            money(new PaymentRow(SESSION, HOLD, PAY.id(), 7, 200, "EUR", 1, 0), REFUND, 100)),
        Arguments.of(
            "a refund of another amount",
            money(PAYMENT, new RefundRow(SESSION, BACK.id(), HOLD, PAY.id(), 9, 99, "EUR"), 100)),
        Arguments.of("a refund that was not given back", money(PAYMENT, REFUND, 200)),
        Arguments.of("a refund given back twice", money(PAYMENT, REFUND, 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void sees(String what, Money money) {
    assertThat(breaches(money)).isNotEmpty();
  }

  private List<String> breaches(Money money) {
    sale.money = money;
    var findings = new Findings();
    MoneyAsDecided.check(sale.evidence(), ReservationsByJournal.of(sale.evidence()), findings);
    return findings.verdict("I8", "money").breaches();
  }

  private static Money money(PaymentRow payment, RefundRow refund, long net) {
    return new Money(List.of(payment), List.of(refund), ledger(net));
  }

  private static Optional<Map<UUID, Long>> ledger(long net) {
    return Optional.of(Map.of(HOLD, net));
  }
}
