package dev.sluice.payment.settle;

import static dev.sluice.payment.settle.PayingShard.round;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.drain.DrainFixture;
import dev.sluice.payment.overdue.OverduePayment;
import dev.sluice.payment.overdue.OverduePayments;
import dev.sluice.payment.provider.Answer;
import dev.sluice.payment.provider.Confirmation;
import dev.sluice.payment.provider.ForwardingProvider;
import dev.sluice.payment.provider.PaymentProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Money against seats, through the real stream, tables and sandbox. A ledger compares: what the
 * provider has is what confirmed reservations cost.
 */
class SettlePaymentsIntegrationTests {

  /** Looks at the payments of all shards, so that no other test's may be there. */
  @RegisterExtension static final DrainFixture fixture = DrainFixture.onOwnDatabase();

  private PayingShard shard;
  private Listening provider;
  private SettlePayments work;

  @BeforeEach
  void newShard() {
    shard = new PayingShard(fixture);
    provider = new Listening(shard.sandbox());
    work = shard.work(provider);
  }

  @AfterEach
  void nothingStaysDue() {
    shard.checkPromises();
    shard.close();
    fixture.jdbc().update("DELETE FROM payment_attempt");
    fixture.jdbc().update("UPDATE payment SET state = 2 WHERE state = 1");
  }

  @Test
  void takesTheMoneyOnceAndThenRests() {
    assertThat(work.isDue()).isFalse();
    Request hold = shard.hold("A-1-1", "A-1-2");
    shard.pay(hold, "plain" + UUID.randomUUID());
    assertThat(work.isDue()).isTrue();

    shard.untilSettled(work);

    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(shard.net(hold)).isEqualTo(shard.amount(hold)).isPositive();
    assertThat(provider.confirmed).hasSize(1);
    assertThat(work.isDue()).isFalse();
    assertThat(dueRows()).isZero();
  }

  @Test
  void aDeclinedPaymentLeavesTheHold() {
    Request hold = shard.hold("A-1-1");
    shard.pay(hold, "decline_" + UUID.randomUUID());

    shard.untilSettled(work);

    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.HELD);
    assertThat(shard.net(hold)).isZero();
    assertThat(dueRows()).isZero();
  }

  /** Seen to fail where every call has a key of its own, and where silence is a no. */
  @Test
  void silenceIsAnsweredUnderTheSameKey() {
    Request hold = shard.hold("A-1-1");
    shard.pay(hold, "lost_" + UUID.randomUUID());

    shard.untilSettled(work);

    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(provider.keys()).hasSizeGreaterThan(1).containsOnly(provider.keys().getFirst());
    assertThat(shard.net(hold)).isEqualTo(shard.amount(hold));
  }

  @Test
  void aProviderThatCouldNotIsAskedUnderANewKey() {
    Request hold = shard.hold("A-1-1");
    shard.pay(hold, "busy_" + UUID.randomUUID());

    shard.untilSettled(work);

    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(provider.keys()).doesNotHaveDuplicates().hasSize(2);
    assertThat(shard.net(hold)).isEqualTo(shard.amount(hold));
  }

  /**
   * One payment of the provider for two reservations: with the unique key of the claim off, and an
   * adapter that compares keys only, the second one was confirmed without money.
   */
  @Test
  void aPaymentKeyPaysOnce() {
    String key = "plain" + UUID.randomUUID();
    Request first = shard.hold("A-1-1");
    Request second = shard.hold("A-1-2");
    shard.pay(first, key);
    shard.pay(second, key);

    shard.untilSettled(work);

    assertThat(shard.status(first)).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(shard.status(second)).isEqualTo(ReservationStatus.HELD);
    assertThat(provider.confirmed)
        .extracting(Confirmation::orderId)
        .containsExactly(first.id().toString());
  }

  /** No client can give one: but what stands in a column is looked at before it is sent. */
  @Test
  void aKeyOfAnotherShapeIsDeclinedUnasked() {
    Request hold = shard.hold("A-1-1");
    shard.pay(hold, "plain" + UUID.randomUUID());
    fixture.jdbc().update("UPDATE payment SET payment_key = '../payments/1' WHERE state = 1");

    shard.untilSettled(work);

    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.HELD);
    assertThat(provider.confirmed).isEmpty();
  }

  /** Killed between the answer and the entry: seen to fail where the entry is appended once. */
  @Test
  void theAnswerIsAppendedUntilItIsDecided() {
    Request hold = shard.hold("A-1-1");
    shard.pay(hold, "plain" + UUID.randomUUID());
    work.list(100).forEach(work::call);
    assertThat(fixture.backlog(shard.shard())).isZero();

    SettlePayments other = shard.work(provider);
    round(other);
    assertThat(fixture.backlog(shard.shard())).isEqualTo(1);
    shard.pass();
    round(other);
    assertThat(fixture.backlog(shard.shard())).as("while it is not decided").isEqualTo(1);
    fixture.redis().xtrim(new ShardKeys(shard.shard()).requests(), 0);
    shard.untilSettled(other);

    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(provider.confirmed).hasSize(1);
  }

  /** Killed before the answer was written down: it is asked again under the same key. */
  @Test
  void whoDiesWithTheAnswerIsReplaced() {
    Request hold = shard.hold("A-1-1");
    shard.pay(hold, "plain" + UUID.randomUUID());
    PaymentAttempt due = work.list(100).getFirst();
    assertThat(provider.confirm(due.confirmation())).isInstanceOf(Answer.Captured.class);

    shard.untilSettled(shard.work(provider));

    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(shard.net(hold)).isEqualTo(shard.amount(hold));
    assertThat(provider.keys()).containsOnly(due.confirmation().attemptKey());
  }

  /** Seen to fail where a payment that is settled by a person is not asked about any more. */
  @Test
  void aPersonMaySayNoAndLateMoneyGoesBack() {
    Request hold = shard.hold("A-1-1");
    Request pay = shard.pay(hold, "plain" + UUID.randomUUID());
    provider.silent = true;
    shard.untilSettled(work);
    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.PAYING);
    assertThat(overdue(Duration.ofMinutes(10)).listPayments(10)).isEmpty();
    List<OverduePayment> overdue = overdue(Duration.ZERO).listPayments(10);
    assertThat(overdue)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.reservation()).isEqualTo(hold.id());
              assertThat(one.told()).isEqualTo("silent");
              assertThat(one.calls()).isGreaterThan(3);
            });

    assertThat(overdue(Duration.ofMinutes(10)).find(shard.session(), hold.id(), pay.id()))
        .as("before its time")
        .isEmpty();
    assertThat(overdue(Duration.ZERO).decline(overdue.getFirst())).isTrue();
    assertThat(overdue(Duration.ZERO).decline(overdue.getFirst())).as("twice").isFalse();
    fixture.drain(shard.shard());
    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.HELD);

    provider.silent = false;
    provider.taken = true;
    shard.untilSettled(work);

    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.HELD);
    assertThat(owed()).containsExactly(shard.amount(hold));
    assertThat(dueRows()).isZero();
  }

  /** Nothing is confirmed any more that a person has declined. */
  @Test
  void whatAPersonHasDeclinedIsOnlyAskedAbout() {
    Request hold = shard.hold("A-1-1");
    shard.pay(hold, "plain" + UUID.randomUUID());
    provider.silent = true;
    round(work);
    OverduePayment open = overdue(Duration.ZERO).listPayments(1).getFirst();
    assertThat(overdue(Duration.ZERO).decline(open)).isTrue();
    fixture.drain(shard.shard());
    provider.silent = false;
    int before = provider.confirmed.size();

    shard.untilSettled(work);

    assertThat(provider.confirmed).hasSize(before);
    assertThat(shard.net(hold)).isZero();
    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.HELD);
  }

  /** Seen to fail where only the payment's row is looked at: the customer lost the seats. */
  @Test
  void nobodyDeclinesWhatTheProviderHasTaken() {
    Request hold = shard.hold("A-1-1");
    shard.pay(hold, "plain" + UUID.randomUUID());
    work.list(100).forEach(work::call);

    OverduePayment answered = overdue(Duration.ZERO).listPayments(10).getFirst();
    assertThat(answered.answered()).isTrue();
    assertThat(overdue(Duration.ZERO).decline(answered)).isFalse();
    shard.untilSettled(work);

    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.CONFIRMED);
  }

  /** Seen to fail with one list for both: those to be asked fill it. */
  @Test
  void whatIsAnsweredDoesNotWaitForWhatIsNot() {
    for (int seat = 1; seat <= 5; seat++) {
      shard.pay(shard.hold("B-1-" + seat), "plain" + UUID.randomUUID());
    }
    provider.silent = true;
    work.list(100).forEach(work::call);
    provider.silent = false;
    Request hold = shard.hold("A-1-1");
    shard.pay(hold, "plain" + UUID.randomUUID());
    work.list(100).forEach(work::call);
    shard.pass();

    assertThat(work.bringOn(1)).isZero();
    fixture.drain(shard.shard());

    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.CONFIRMED);
    shard.untilSettled(work);
  }

  /** Nobody knows such a currency: its payment is declined, and the others go on. */
  @Test
  void aCurrencyThatIsNoneHoldsNoOtherUp() {
    Request odd = shard.hold("A-1-1");
    Request pay = shard.pay(odd, "plain" + UUID.randomUUID());
    fixture
        .jdbc()
        .update("UPDATE payment SET currency = 'XXX' WHERE id = ?", Uuids.toBytes(pay.id()));
    Request sound = shard.hold("A-1-2");
    shard.pay(sound, "plain" + UUID.randomUUID());

    shard.untilSettled(work);

    assertThat(shard.status(odd)).isEqualTo(ReservationStatus.HELD);
    assertThat(shard.status(sound)).isEqualTo(ReservationStatus.CONFIRMED);
    fixture
        .jdbc()
        .update("UPDATE payment SET currency = 'EUR' WHERE id = ?", Uuids.toBytes(pay.id()));
  }

  /** More was taken than was due: it pays for nothing, and goes back as it was taken. */
  @Test
  void anotherAmountGoesBack() {
    Request hold = shard.hold("A-1-1");
    shard.pay(hold, "more_" + UUID.randomUUID());

    shard.untilSettled(work);

    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.HELD);
    assertThat(owed()).containsExactly(shard.amount(hold) + 1);
  }

  /** Seen to fail where the failure is thrown before the others have had their turn. */
  @Test
  void aShardWithoutRedisHoldsNoOtherUp() {
    var dead = new PayingShard(fixture);
    Request first = dead.hold("A-1-1");
    dead.pay(first, "plain" + UUID.randomUUID());
    Request second = shard.hold("A-1-1");
    shard.pay(second, "plain" + UUID.randomUUID());
    fixture.redis().del(new ShardKeys(dead.shard()).verified());

    shard.untilSettled(work);

    assertThat(shard.status(second)).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(dead.status(first)).isEqualTo(ReservationStatus.PAYING);
    fixture.verify(dead.shard());
    // This one waits for up to fifteen seconds before it tries the shard again; another node not.
    dead.untilSettled(shard.work(provider));
    assertThat(dead.status(first)).isEqualTo(ReservationStatus.CONFIRMED);
    dead.close();
  }

  /** A failure that is ours ends the run; nothing is taken for an answer. */
  @Test
  void anAdapterThatThrowsSaysNothing() {
    Request hold = shard.hold("A-1-1");
    shard.pay(hold, "plain" + UUID.randomUUID());
    provider.throwing = true;

    PaymentAttempt due = work.list(100).getFirst();
    assertThatThrownBy(() -> work.call(due)).hasMessage("planted");

    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.PAYING);
    provider.throwing = false;
    shard.untilSettled(work);
    assertThat(shard.status(hold)).isEqualTo(ReservationStatus.CONFIRMED);
  }

  private OverduePayments overdue(Duration after) {
    return new OverduePayments(fixture.jdbc(), shard.settlements(), after);
  }

  private long dueRows() {
    Long due =
        fixture
            .jdbc()
            .queryForObject(
                "SELECT COUNT(*) FROM payment_attempt WHERE next_at IS NOT NULL", Long.class);
    return due == null ? -1 : due;
  }

  private List<Long> owed() {
    return fixture
        .jdbc()
        .queryForList(
            "SELECT amount FROM refund WHERE session_id = ?",
            Long.class,
            Uuids.toBytes(shard.session()));
  }

  /** The sandbox, with ears; and with moods, as only a stranger's server has them. */
  private static final class Listening extends ForwardingProvider {

    private final List<Confirmation> confirmed = new ArrayList<>();
    private boolean silent;
    private boolean taken;
    private boolean throwing;

    private Listening(PaymentProvider provider) {
      super(provider);
    }

    private List<String> keys() {
      return confirmed.stream().map(Confirmation::attemptKey).toList();
    }

    @Override
    public Answer confirm(Confirmation confirmation) {
      confirmed.add(confirmation);
      if (throwing) {
        throw new IllegalStateException("planted");
      }
      return silent ? new Answer.Unknown("silent") : super.confirm(confirmation);
    }

    /** What was silent may have been taken. */
    @Override
    public Answer query(Confirmation confirmation) {
      if (taken) {
        return super.confirm(confirmation);
      }
      return silent ? new Answer.Unknown("silent") : super.query(confirmation);
    }
  }
}
