package dev.sluice.payment.provider;

/**
 * Takes money that a customer has agreed to pay, and gives it back. Customers agree with the
 * provider itself and come back with its payment key; here it is confirmed.
 *
 * <p>All methods block, for a bounded time that the adapter's settings give, and may be called by
 * any number of threads at once, virtual ones too. No method throws because a provider is silent,
 * slow, or says something strange: that is an {@code Unknown}. No caller may keep a transaction or
 * a lock open meanwhile.
 */
public interface PaymentProvider {

  /** By what it is known in the tables: lower case, at most 16 characters, never changed. */
  String name();

  /** Whether it can take and give back money of that currency (ISO 4217) at all. */
  boolean accepts(String currency);

  /**
   * Takes the money. Before it is called, the attempt and the claim of its payment key are in the
   * tables.
   *
   * <p>The same attempt key again asks for the first call's answer and takes nothing more. A new
   * key for a payment is right only after {@link Answer.Temporary}.
   */
  Answer confirm(Confirmation confirmation);

  /**
   * What has become of an attempt, if its own answer has not come: read from the payment, changes
   * nothing.
   */
  Answer query(Confirmation confirmation);

  /**
   * Gives money back. Refunds of one payment go one at a time, each with the balance that the one
   * before it left.
   *
   * <p>The same refund key again asks for the first call's answer and gives nothing more. Since an
   * order names the balance before it, a new key cannot give the same money back twice; it is right
   * only after {@link RefundAnswer.Temporary}.
   */
  RefundAnswer refund(RefundOrder order);

  /** What has become of a refund, if its own answer has not come: changes nothing. */
  RefundAnswer query(RefundOrder order);
}
