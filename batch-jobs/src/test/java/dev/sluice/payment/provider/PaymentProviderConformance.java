package dev.sluice.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every provider's adapter promises, whatever it asks. The keys that decide what becomes of a
 * payment are the sandbox's; a stand-in for another provider must know them too.
 */
public abstract class PaymentProviderConformance {

  private final String run = UUID.randomUUID().toString();

  /** The one under test; it may be called again for another one with the same memory. */
  protected abstract PaymentProvider provider();

  /** What was taken for an order, less what was given back, as the provider's own books say. */
  protected abstract long net(String orderId);

  @Test
  void capturesWhatIsAskedOnce() {
    Confirmation asked = asked("plain");
    Answer first = provider().confirm(asked);
    assertThat(first)
        .isInstanceOfSatisfying(
            Answer.Captured.class,
            captured -> {
              assertThat(captured.payment().captured()).isEqualTo(won(30_000));
              assertThat(captured.payment().balance()).isEqualTo(won(30_000));
              assertThat(captured.payment().details().approvedAt()).isNotNull();
            });
    assertThat(provider().confirm(asked)).isEqualTo(first);
    assertThat(provider().query(asked)).isInstanceOf(Answer.Captured.class);
    assertThat(net(asked.orderId())).isEqualTo(30_000);
  }

  @Test
  void declinesForGood() {
    Confirmation asked = asked("decline_");
    Answer first = provider().confirm(asked);
    assertThat(first).isInstanceOf(Answer.Declined.class);
    assertThat(provider().confirm(asked)).isEqualTo(first);
    assertThat(provider().query(asked)).isInstanceOf(Answer.Declined.class);
    assertThat(net(asked.orderId())).isZero();
  }

  @Test
  void knowsNothingOfAPaymentThatNobodyConfirmed() {
    assertThat(provider().query(asked("plain"))).isInstanceOf(Answer.Unknown.class);
  }

  @Test
  void answersALostCaptureUnderTheSameKey() {
    Confirmation asked = asked("lost_");
    assertThat(provider().confirm(asked)).isInstanceOf(Answer.Unknown.class);
    assertThat(provider().confirm(asked)).isInstanceOf(Answer.Captured.class);
    assertThat(net(asked.orderId())).isEqualTo(30_000);
  }

  @Test
  void answersALostCaptureWhenQueried() {
    Confirmation asked = asked("lost_");
    assertThat(provider().confirm(asked)).isInstanceOf(Answer.Unknown.class);
    assertThat(provider().query(asked)).isInstanceOf(Answer.Captured.class);
  }

  @Test
  void findsALostCaptureUnderANewKey() {
    Confirmation asked = asked("lost_");
    assertThat(provider().confirm(asked)).isInstanceOf(Answer.Unknown.class);
    assertThat(provider().confirm(again(asked, "2"))).isInstanceOf(Answer.Captured.class);
    assertThat(net(asked.orderId())).isEqualTo(30_000);
  }

  @Test
  void capturesUnderANewKeyAfterATemporaryError() {
    Confirmation asked = asked("busy_");
    assertThat(provider().confirm(asked)).isInstanceOf(Answer.Temporary.class);
    assertThat(provider().confirm(asked)).isInstanceOf(Answer.Temporary.class);
    assertThat(net(asked.orderId())).isZero();
    assertThat(provider().confirm(again(asked, "2"))).isInstanceOf(Answer.Captured.class);
    assertThat(net(asked.orderId())).isEqualTo(30_000);
  }

  /** One payment, two orders: the second one gets neither a ticket nor the first one's money. */
  @Test
  void servesOneOrderOnly() {
    Confirmation asked = asked("plain");
    provider().confirm(asked);
    var stranger =
        new Confirmation(
            "other-" + run, asked.paymentKey(), UUID.randomUUID().toString(), asked.amount());
    assertThat(provider().confirm(stranger))
        .isInstanceOfSatisfying(
            Answer.Unfit.class, unfit -> assertThat(unfit.isOf(stranger)).isFalse());
    assertThat(provider().query(stranger)).isInstanceOf(Answer.Unfit.class);
    assertThat(net(stranger.orderId())).isZero();
  }

  /** A key used again replays another payment's answer, which must not count for this one. */
  @Test
  void takesNoAnswerAboutAnotherPayment() {
    Confirmation asked = asked("plain");
    provider().confirm(asked);
    var reused =
        new Confirmation(
            asked.attemptKey(), new PaymentKey("another-" + run), asked.orderId(), asked.amount());
    assertThat(provider().confirm(reused)).isInstanceOf(Answer.Unknown.class);
    assertThat(provider().query(reused)).isInstanceOf(Answer.Unknown.class);
  }

  @Test
  void tellsWhatWasCapturedInsteadOfWhatWasAsked() {
    Confirmation asked = asked("more_");
    assertThat(provider().confirm(asked))
        .isInstanceOfSatisfying(
            Answer.Unfit.class,
            unfit -> {
              assertThat(unfit.isOf(asked)).isTrue();
              assertThat(unfit.payment().captured()).isEqualTo(won(30_001));
            });
    assertThat(provider().refund(refund(asked, "1", 30_001, 30_001)))
        .isEqualTo(new RefundAnswer.Refunded(won(0)));
    assertThat(net(asked.orderId())).isZero();
  }

  @Test
  void givesAllBackOnce() {
    Confirmation asked = captured("plain");
    RefundOrder order = refund(asked, "1", 30_000, 30_000);
    assertThat(provider().refund(order)).isEqualTo(new RefundAnswer.Refunded(won(0)));
    assertThat(provider().refund(order)).isEqualTo(new RefundAnswer.Refunded(won(0)));
    assertThat(provider().query(order)).isEqualTo(new RefundAnswer.Refunded(won(0)));
    assertThat(provider().query(asked)).isInstanceOf(Answer.Declined.class);
    assertThat(net(asked.orderId())).isZero();
  }

  @Test
  void givesPartsBackToTheUnit() {
    Confirmation asked = captured("plain");
    assertThat(provider().refund(refund(asked, "1", 1, 30_000)))
        .isEqualTo(new RefundAnswer.Refunded(won(29_999)));
    assertThat(provider().query(asked))
        .isInstanceOfSatisfying(
            Answer.Captured.class,
            captured -> assertThat(captured.payment().balance()).isEqualTo(won(29_999)));
    assertThat(provider().refund(refund(asked, "2", 1, 29_999)))
        .isEqualTo(new RefundAnswer.Refunded(won(29_998)));
    assertThat(provider().refund(refund(asked, "3", 29_998, 29_998)))
        .isEqualTo(new RefundAnswer.Refunded(won(0)));
    assertThat(net(asked.orderId())).isZero();
  }

  @Test
  void givesNothingBackFromAnotherBalance() {
    Confirmation asked = captured("plain");
    provider().refund(refund(asked, "1", 10_000, 30_000));
    assertThat(provider().refund(refund(asked, "2", 5_000, 30_000)))
        .isInstanceOf(RefundAnswer.Refused.class);
    assertThat(net(asked.orderId())).isEqualTo(20_000);
  }

  @Test
  void answersALostRefundUnderTheSameKeyAndWhenQueried() {
    Confirmation asked = captured("lost_");
    RefundOrder order = refund(asked, "1", 10_000, 30_000);
    assertThat(provider().refund(order)).isInstanceOf(RefundAnswer.Unknown.class);
    assertThat(provider().query(order)).isEqualTo(new RefundAnswer.Refunded(won(20_000)));
    assertThat(provider().refund(order)).isEqualTo(new RefundAnswer.Refunded(won(20_000)));
    assertThat(net(asked.orderId())).isEqualTo(20_000);
  }

  @Test
  void findsALostRefundUnderANewKey() {
    Confirmation asked = captured("lost_");
    assertThat(provider().refund(refund(asked, "1", 10_000, 30_000)))
        .isInstanceOf(RefundAnswer.Unknown.class);
    assertThat(provider().refund(refund(asked, "2", 10_000, 30_000)))
        .isEqualTo(new RefundAnswer.Refunded(won(20_000)));
    assertThat(net(asked.orderId())).isEqualTo(20_000);
  }

  @Test
  void saysThatARefundIsNotDone() {
    Confirmation asked = captured("plain");
    assertThat(provider().query(refund(asked, "1", 10_000, 30_000)))
        .isInstanceOf(RefundAnswer.Temporary.class);
  }

  @Test
  void givesNothingBackOfAPaymentThatIsNone() {
    assertThat(provider().refund(refund(asked("plain"), "1", 30_000, 30_000)))
        .isInstanceOf(RefundAnswer.Refused.class);
  }

  /** An attempt at 30,000 won whose payment key begins so, of an order of its own. */
  protected final Confirmation asked(String prefix) {
    return new Confirmation(
        "attempt-" + run,
        new PaymentKey(prefix + run),
        UUID.nameUUIDFromBytes(run.getBytes(StandardCharsets.UTF_8)).toString(),
        won(30_000));
  }

  private Confirmation captured(String prefix) {
    Confirmation asked = asked(prefix);
    provider().confirm(asked);
    assertThat(provider().query(asked)).isInstanceOf(Answer.Captured.class);
    return asked;
  }

  private static Confirmation again(Confirmation asked, String number) {
    return new Confirmation(
        asked.attemptKey() + "-" + number, asked.paymentKey(), asked.orderId(), asked.amount());
  }

  private RefundOrder refund(Confirmation asked, String number, long amount, long balance) {
    return new RefundOrder(
        "refund-" + run + "-" + number,
        asked.paymentKey(),
        won(amount),
        won(balance),
        "seats given back");
  }

  private static Money won(long amount) {
    return new Money(amount, "KRW");
  }
}
