package dev.sluice.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationTests {

  private static final Confirmation ASKED =
      new Confirmation("attempt", new PaymentKey("key"), "order-1", new Money(100, "KRW"));

  static Stream<String> shapesOfNoKey() {
    return Stream.of("", ".", "..", ".key", "a/b", "a b", "a%2Fb", "k\n", "열쇠", "k".repeat(201));
  }

  @ParameterizedTest
  @MethodSource("shapesOfNoKey")
  void takesNoPaymentKeyOfAnotherShape(String text) {
    assertThat(PaymentKey.isValid(text)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new PaymentKey(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"k", "_", "-k", "tgen_2026=", "a.b..c"})
  void takesWhatAProviderMayCallAPayment(String text) {
    assertThat(PaymentKey.isValid(text)).isTrue();
  }

  /** Seen to fail without the method. */
  @Test
  void neverShowsAPaymentKeyWhole() {
    var key = new PaymentKey("5EnNZRJGvaBX7zk2yd8ydw26XvwXkLrx9POLqKQjmAw4b0e1");
    assertThat(new Confirmation("attempt", key, "order-1", new Money(1, "KRW")).toString())
        .contains("5EnNZRJG...")
        .doesNotContain("5EnNZRJGv");
    assertThat(new PaymentKey("abc")).hasToString("...");
  }

  @Test
  void refusesPartsOfAnotherShape() {
    var key = new PaymentKey("key");
    var money = new Money(1, "KRW");
    assertThat(new Confirmation("k".repeat(300), key, "o".repeat(64), money)).isNotNull();
    Stream.<Runnable>of(
            () -> new Confirmation("", key, "order-1", money),
            () -> new Confirmation("k".repeat(301), key, "order-1", money),
            () -> new Confirmation("a b", key, "order-1", money),
            () -> new Confirmation("a\r\nb", key, "order-1", money),
            () -> new Confirmation("k", key, "order", money),
            () -> new Confirmation("k", key, "o".repeat(65), money),
            () -> new Confirmation("k", key, "order 1", money),
            () -> new Confirmation("k", key, "order-1", new Money(0, "KRW")))
        .forEach(made -> assertThatIllegalArgumentException().isThrownBy(made::run));
  }

  /** Seen to fail with each of the four comparisons left out. */
  @Test
  void isAnsweredOnlyByThePaymentThatWasAsked() {
    assertThat(ASKED.answerTo(payment("key", "order-1", 100, "KRW")))
        .isInstanceOf(Answer.Captured.class);
    assertThat(ASKED.answerTo(payment("yek", "order-1", 100, "KRW")))
        .isInstanceOf(Answer.Unknown.class);
    assertThat(ASKED.answerTo(payment("key", "order-2", 100, "KRW")))
        .isInstanceOfSatisfying(
            Answer.Unfit.class, unfit -> assertThat(unfit.isOf(ASKED)).isFalse());
    assertThat(ASKED.answerTo(payment("key", "order-1", 99, "KRW")))
        .isInstanceOfSatisfying(
            Answer.Unfit.class, unfit -> assertThat(unfit.isOf(ASKED)).isTrue());
    assertThat(ASKED.answerTo(payment("key", "order-1", 100, "JPY")))
        .isInstanceOf(Answer.Unfit.class);
  }

  private static Payment payment(String key, String order, long amount, String currency) {
    var money = new Money(amount, currency);
    return new Payment(
        new PaymentKey(key), order, money, money, new Payment.Details(null, null, null, null));
  }
}
