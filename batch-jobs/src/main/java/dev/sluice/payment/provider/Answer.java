package dev.sluice.payment.provider;

/** What has become of an attempt to take money. */
public sealed interface Answer {

  /**
   * The money is taken: payment key, order, amount and currency are those asked. Some of it may
   * have been given back since.
   */
  record Captured(Payment payment) implements Answer {}

  /**
   * Final: this attempt has taken nothing and never will.
   *
   * @param code of the provider: of a closed list, or a final state of the payment
   */
  record Declined(String code, String message) implements Answer {}

  /**
   * The provider says of itself that it could not now: this attempt has taken nothing, and another
   * one under a new key may be made. The same key would get the same answer.
   */
  record Temporary(String code, String message) implements Answer {}

  /**
   * Nobody knows yet: no answer, none that can be read, one that is not listed, or a payment that
   * is not final. Ask again under the same key, then query.
   *
   * @param why for people
   */
  record Unknown(String why) implements Answer {}

  /**
   * The payment asked about has taken money, but not for this: for another order, or another amount
   * or currency. If its order is this one, what was captured must go back. If not, it is another
   * order's money: nothing goes back, and this attempt has taken nothing and never will.
   *
   * @param payment its key is the one asked
   * @param why for people
   */
  record Unfit(Payment payment, String why) implements Answer {

    /** Whether the money was taken for what the attempt was to pay, and so must go back. */
    public boolean isOf(Confirmation confirmation) {
      return payment.orderId().equals(confirmation.orderId());
    }
  }
}
