package dev.sluice.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RefundOrderTests {

  private static final PaymentKey KEY = new PaymentKey("key");

  /** Seen to fail with everything below the balance before as done. */
  @Test
  void isDoneOnlyWithTheBalanceThatItLeaves() {
    RefundOrder order = order(40, 100);
    assertThat(order.answerTo(won(60))).isEqualTo(new RefundAnswer.Refunded(won(60)));
    assertThat(order.answerTo(won(100))).isInstanceOf(RefundAnswer.Temporary.class);
    Stream.of(won(61), won(59), won(0), won(101), new Money(60, "JPY"))
        .forEach(told -> assertThat(order.answerTo(told)).isInstanceOf(RefundAnswer.Unknown.class));
    assertThat(order(100, 100).balanceAfter()).isEqualTo(won(0));
  }

  @Test
  void refusesPartsOfAnotherShape() {
    Stream.<Runnable>of(
            () -> order(0, 100),
            () -> order(101, 100),
            () -> new RefundOrder("k", KEY, won(1), new Money(1, "JPY"), "why"),
            () -> new RefundOrder("", KEY, won(1), won(1), "why"),
            () -> new RefundOrder("k", KEY, won(1), won(1), " "),
            () -> new RefundOrder("k", KEY, won(1), won(1), "y".repeat(201)))
        .forEach(made -> assertThatIllegalArgumentException().isThrownBy(made::run));
  }

  private static RefundOrder order(long amount, long balance) {
    return new RefundOrder("refund", KEY, won(amount), won(balance), "seats given back");
  }

  private static Money won(long amount) {
    return new Money(amount, "KRW");
  }
}
