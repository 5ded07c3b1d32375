package dev.sluice.payment.provider;

/** What has become of an order to give money back. */
public sealed interface RefundAnswer {

  /**
   * Done: the balance is the one expected, less what was to go back.
   *
   * @param balance what is left
   */
  record Refunded(Money balance) implements RefundAnswer {}

  /**
   * Final: nothing went back by this call, and never will. People must look.
   *
   * @param code of the provider, of a closed list
   */
  record Refused(String code, String message) implements RefundAnswer {}

  /** Nothing has gone back yet; the same order under a new key may be sent. */
  record Temporary(String code, String message) implements RefundAnswer {}

  /**
   * Nobody knows yet. Send it again under the same key, then query.
   *
   * @param why for people
   */
  record Unknown(String why) implements RefundAnswer {}
}
