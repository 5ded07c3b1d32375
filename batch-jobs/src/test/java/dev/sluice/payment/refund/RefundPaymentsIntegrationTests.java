package dev.sluice.payment.refund;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Request;
import dev.sluice.drain.DrainFixture;
import dev.sluice.payment.overdue.OverduePayments;
import dev.sluice.payment.overdue.OverdueRefund;
import dev.sluice.payment.provider.ForwardingProvider;
import dev.sluice.payment.provider.PaymentProvider;
import dev.sluice.payment.provider.RefundAnswer;
import dev.sluice.payment.provider.RefundOrder;
import dev.sluice.payment.settle.PayingShard;
import dev.sluice.stream.Settlements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is owed goes back, to the unit, once, in order, through the real tables and the sandbox. */
class RefundPaymentsIntegrationTests {

  /** Looks at the refunds of all shards, so that no other test's may be there. */
  @RegisterExtension static final DrainFixture fixture = DrainFixture.onOwnDatabase();

  private PayingShard shard;
  private Refusing provider;
  private RefundPayments work;

  @BeforeEach
  void newShard() {
    shard = new PayingShard(fixture);
    provider = new Refusing(shard.sandbox());
    work =
        new RefundPayments(
            new RefundAttempts(fixture.jdbc(), fixture.transactions(), provider.name()), provider);
  }

  @AfterEach
  void nothingStaysDue() {
    shard.checkPromises();
    shard.close();
    fixture.jdbc().update("UPDATE refund_attempt SET next_at = NULL, answer = 2");
  }

  /** Seen to fail where the second of a payment is asked for beside the first. */
  @Test
  void partsGoBackOneAfterAnother() {
    Request hold = paid("plain", "A-1-1", "A-1-2", "A-1-3");
    long each = shard.amount(hold) / 3;
    shard.cancel(hold, "A-1-1");
    shard.cancel(hold, "A-1-3");
    assertThat(work.isDue()).isTrue();

    assertThat(work.list(100)).as("one of a payment").hasSize(1);
    shard.untilSettled(work);

    assertThat(shard.net(hold)).isEqualTo(each).isEqualTo(shard.amount(hold));
    shard.cancel(hold);
    shard.untilSettled(work);
    assertThat(shard.net(hold)).isZero();
    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.CANCELLED);
    assertThat(provider.orders)
        .extracting(order -> order.balance().amount())
        .containsExactly(3 * each, 2 * each, each);
    assertThat(work.isDue()).isFalse();
  }

  /** The reply is lost, twice of one size: seen to fail where a query of any balance is a yes. */
  @Test
  void silenceIsAskedAgain() {
    Request hold = paid("lost_", "A-1-1", "A-1-2");
    shard.cancel(hold, "A-1-1");
    shard.cancel(hold, "A-1-2");

    shard.untilSettled(work);

    assertThat(shard.net(hold)).isZero();
    assertThat(provider.orders.stream().map(RefundOrder::refundKey).distinct()).hasSize(2);
    assertThat(provider.orders).hasSizeGreaterThan(2);
  }

  /** What was taken, which is not what was due. */
  @Test
  void anotherAmountGoesBackWhole() {
    Request hold = shard.hold("A-1-1");
    shard.pay(hold, "more_" + UUID.randomUUID());
    shard.untilSettled(shard.settling(provider));
    assertThat(shard.net(hold)).isEqualTo(shard.amount(hold) + 1);

    shard.untilSettled(work);

    assertThat(shard.net(hold)).isZero();
  }

  @Test
  void aRefusalIsAProblemAndAskedAgain() {
    Request hold = paid("plain", "A-1-1");
    shard.cancel(hold);
    provider.refusing = true;
    PayingShard.round(work);

    assertThat(overdue().listRefunds(10))
        .singleElement()
        .satisfies(
            refund -> {
              assertThat(refund.refused()).isTrue();
              assertThat(refund.told()).isEqualTo("NO: planted");
              assertThat(refund.reservation()).isEqualTo(hold.id());
            });
    assertThat(PayingShard.round(work)).as("at once").isFalse();
    provider.refusing = false;
    OverdueRefund refund = overdue().listRefunds(10).getFirst();
    assertThat(overdue().askForRefund(refund.shard(), refund.number())).isTrue();
    assertThat(PayingShard.round(work)).isTrue();

    assertThat(shard.net(hold)).isZero();
    assertThat(overdue().listRefunds(10)).isEmpty();
    assertThat(overdue().askForRefund(refund.shard(), refund.number())).isFalse();
  }

  /** By a bank, say: then the provider still has it, and the next refund goes on from there. */
  @Test
  void whatPeopleGaveBackElsewhereHoldsNoOtherUp() {
    Request hold = paid("plain", "A-1-1", "A-1-2");
    long each = shard.amount(hold) / 2;
    shard.cancel(hold, "A-1-1");
    shard.cancel(hold, "A-1-2");
    provider.refusing = true;
    PayingShard.round(work);
    provider.refusing = false;
    assertThat(work.isDue()).as("the second waits for the first").isFalse();
    OverdueRefund first = overdue().listRefunds(10).getFirst();

    assertThat(overdue().givenBackElsewhere(first.shard(), first.number())).isTrue();
    assertThat(overdue().givenBackElsewhere(first.shard(), first.number())).isFalse();
    shard.untilSettled(work);

    assertThat(shard.net(hold)).isEqualTo(each);
    assertThat(overdue().listRefunds(10)).isEmpty();
  }

  /** Seen to fail where only the job's own rows are looked at. */
  @Test
  void whatTheJobHasNotSeenIsToldToo() {
    Request hold = paid("plain", "A-1-1");
    shard.cancel(hold);

    assertThat(overdue().listRefunds(10))
        .singleElement()
        .satisfies(refund -> assertThat(refund.calls()).isZero());
    shard.untilSettled(work);
    assertThat(overdue().listRefunds(10)).isEmpty();
  }

  /** What people have given back elsewhere is found, and not given back again. */
  @Test
  void whatPeopleGaveBackIsDone() {
    Request hold = paid("plain", "A-1-1", "A-1-2");
    shard.cancel(hold, "A-1-1");
    RefundAttempt due = work.list(100).getFirst();
    RefundOrder order = due.order();
    assertThat(
            provider.refund(
                new RefundOrder(
                    "by-hand-" + UUID.randomUUID(),
                    order.paymentKey(),
                    order.amount(),
                    order.balance(),
                    "by hand")))
        .isInstanceOf(RefundAnswer.Refunded.class);

    shard.untilSettled(work);

    assertThat(shard.net(hold)).isEqualTo(shard.amount(hold));
    assertThat(overdue().listRefunds(10)).isEmpty();
  }

  /** An order that cannot be: it stays a problem, and no other refund waits for it. */
  @Test
  void anImpossibleOrderHoldsNoOtherUp() {
    Request broken = paid("plain", "A-1-1");
    Request sound = paid("plain", "A-1-2");
    shard.cancel(broken);
    shard.cancel(sound);
    fixture
        .jdbc()
        .update(
            "UPDATE payment_attempt SET captured = 1 WHERE reservation_id = ?",
            Uuids.toBytes(broken.id()));

    shard.untilSettled(work);

    assertThat(shard.net(sound)).isZero();
    assertThat(overdue().listRefunds(10))
        .singleElement()
        .satisfies(refund -> assertThat(refund.told()).startsWith("NOT_SENT"));
    assertThat(provider.orders).noneMatch(order -> order.balance().amount() == 1);
  }

  private Request paid(String kind, String... seats) {
    Request hold = shard.hold(seats);
    shard.pay(hold, kind + UUID.randomUUID());
    shard.untilSettled(shard.settling(provider));
    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.CONFIRMED);
    return hold;
  }

  private OverduePayments overdue() {
    return new OverduePayments(
        fixture.jdbc(), new Settlements(fixture.drainRedis(), false), Duration.ZERO);
  }

  /** The sandbox, which may refuse. */
  private static final class Refusing extends ForwardingProvider {

    private final List<RefundOrder> orders = new ArrayList<>();
    private boolean refusing;

    private Refusing(PaymentProvider provider) {
      super(provider);
    }

    @Override
    public RefundAnswer refund(RefundOrder order) {
      if (refusing) {
        return new RefundAnswer.Refused("NO", "planted");
      }
      orders.add(order);
      return super.refund(order);
    }
  }
}
