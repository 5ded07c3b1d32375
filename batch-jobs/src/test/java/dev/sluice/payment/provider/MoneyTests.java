package dev.sluice.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seen to fail with two digits for every currency. */
class MoneyTests {

  @ParameterizedTest
  @CsvSource({
    "15000, KRW, 15000",
    "1, KRW, 1",
    "15000, JPY, 15000",
    "1250, EUR, 12.50",
    "1250, USD, 12.50",
    "5, USD, 0.05",
    "0, USD, 0.00",
    "1250, KWD, 1.250",
    "9223372036854775807, KRW, 9223372036854775807"
  })
  void isTheSameInMainUnits(long amount, String currency, String decimal) {
    var money = new Money(amount, currency);
    assertThat(money.toDecimal()).hasToString(decimal);
    assertThat(Money.ofDecimal(new BigDecimal(decimal), currency)).isEqualTo(money);
  }

  /** Numbers come in any notation: 15000 won may be told as 1.5E+4. */
  @ParameterizedTest
  @CsvSource({"1.5E+4, KRW, 15000", "15000.00, KRW, 15000", "12.5, USD, 1250"})
  void readsEveryNotation(String decimal, String currency, long amount) {
    assertThat(Money.ofDecimal(new BigDecimal(decimal), currency))
        .isEqualTo(new Money(amount, currency));
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, KRW",
    "12.505, USD",
    "9223372036854775808, KRW",
    "1E+2000000000, KRW",
    "1E-2000000000, KRW"
  })
  void neverRounds(String decimal, String currency) {
    assertThatThrownBy(() -> Money.ofDecimal(new BigDecimal(decimal), currency))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @CsvSource({"-1, KRW", "1, XXX", "1, won"})
  void refusesWhatIsNoMoney(long amount, String currency) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Money(amount, currency));
  }

  @Test
  void isNotSubtractedFromLessOrFromAnotherCurrency() {
    var ten = new Money(10, "KRW");
    assertThat(ten.minus(ten).isZero()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> ten.minus(new Money(11, "KRW")));
    assertThatIllegalArgumentException().isThrownBy(() -> ten.minus(new Money(1, "JPY")));
  }
}
