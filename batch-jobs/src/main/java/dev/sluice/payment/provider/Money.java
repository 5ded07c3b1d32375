package dev.sluice.payment.provider;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount of money.
 *
 * @param amount in the currency's smallest unit, as all amounts in the tables: won, yen, cents; not
 *     negative
 * @param currency ISO 4217, one that has a smallest unit
 */
public record Money(long amount, String currency) {

  /**
   * That much money.
   *
   * @throws IllegalArgumentException if the amount is negative, or there is no such currency
   */
  public Money {
    if (amount < 0) {
      throw new IllegalArgumentException("No amount: " + amount);
    }
    digits(currency);
  }

  /**
   * The amount in the currency's main unit, such as 12.50 dollars.
   *
   * @throws IllegalArgumentException if the amount is negative, or there is no such currency
   * @throws ArithmeticException if it has a part that is less than the smallest unit, or is too
   *     large
   */
  public static Money ofDecimal(BigDecimal decimal, String currency) {
    return new Money(decimal.scaleByPowerOfTen(digits(currency)).longValueExact(), currency);
  }

  /** In the main unit, with all digits of the smallest one: 15000 won, 12.50 dollars. */
  public BigDecimal toDecimal() {
    return BigDecimal.valueOf(amount, digits(currency));
  }

  /** Whether there is none. */
  public boolean isZero() {
    return amount == 0;
  }

  /**
   * What is left of it.
   *
   * @throws IllegalArgumentException if the other one is larger, or of another currency
   */
  public Money minus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("%s less %s".formatted(this, other));
    }
    return new Money(amount - other.amount, currency);
  }

  @Override
  public String toString() {
    return toDecimal().toPlainString() + " " + currency;
  }

  private static int digits(String currency) {
    int digits = Currency.getInstance(currency).getDefaultFractionDigits();
    if (digits < 0) {
      throw new IllegalArgumentException("Nobody pays in " + currency);
    }
    return digits;
  }
}
