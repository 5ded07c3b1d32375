package dev.sluice.payment.toss;

import java.util.Set;

/**
 * What Toss' error codes mean. The lists are closed: a code that is on none says nothing, be it new
 * or a mistake of ours such as a wrong secret key.
 */
final class TossCodes {

  /** A confirmation has taken nothing and never will. */
  static final Set<String> DECLINED =
      Set.of(
          "BELOW_MINIMUM_AMOUNT",
          "EXCEED_MAX_AMOUNT",
          "EXCEED_MAX_AUTH_COUNT",
          "EXCEED_MAX_CARD_INSTALLMENT_PLAN",
          "EXCEED_MAX_DAILY_PAYMENT_COUNT",
          "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT",
          "EXCEED_MAX_ONE_DAY_AMOUNT",
          "EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT",
          "EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT",
          "EXCEED_MAX_PAYMENT_AMOUNT",
          "FDS_ERROR",
          "INVALID_ACCOUNT_INFO_RE_REGISTER",
          "INVALID_CARD_EXPIRATION",
          "INVALID_CARD_INSTALLMENT_PLAN",
          "INVALID_CARD_LOST_OR_STOLEN",
          "INVALID_CARD_NUMBER",
          "INVALID_PASSWORD",
          "INVALID_REJECT_CARD",
          "INVALID_STOPPED_CARD",
          "NOT_ALLOWED_POINT_USE",
          "NOT_AVAILABLE_BANK",
          "NOT_AVAILABLE_PAYMENT",
          "NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT",
          "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN",
          "REJECT_ACCOUNT_PAYMENT",
          "REJECT_CARD_COMPANY",
          "REJECT_CARD_PAYMENT",
          "REJECT_TOSSPAY_INVALID_ACCOUNT",
          "RESTRICTED_TRANSFER_ACCOUNT");

  /**
   * There is nothing to be confirmed (any more), or not for this order: final, if the payment has
   * taken no money either.
   */
  static final Set<String> GONE = Set.of("NOT_FOUND_PAYMENT", "NOT_FOUND_PAYMENT_SESSION");

  /** The payment was confirmed before: what it has become decides. */
  static final String CONFIRMED_BEFORE = "ALREADY_PROCESSED_PAYMENT";

  /** Toss says that it could not, whatever was asked, and that it may be asked again. */
  static final Set<String> TEMPORARY = Set.of("PROVIDER_ERROR");

  /** A refund gave nothing back and never will. */
  static final Set<String> REFUND_REFUSED =
      Set.of(
          "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT",
          "EXCEED_MAX_REFUND_DUE",
          "FORBIDDEN_BANK_REFUND_REQUEST",
          "INVALID_BANK",
          "INVALID_REFUND_ACCOUNT_INFO",
          "INVALID_REFUND_ACCOUNT_NUMBER",
          "NOT_ALLOWED_PARTIAL_REFUND",
          "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT",
          "NOT_CANCELABLE_PAYMENT",
          "NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER",
          "NOT_FOUND_PAYMENT",
          "REFUND_REJECTED");

  /** A refund found another balance than it expects: if it is the one wanted, it is done. */
  static final Set<String> REFUND_OTHER_BALANCE =
      Set.of(
          "ALREADY_CANCELED_PAYMENT",
          "ALREADY_REFUND_PAYMENT",
          "NOT_CANCELABLE_AMOUNT",
          "NOT_MATCHES_REFUNDABLE_AMOUNT");

  /** A refund came at a wrong moment, and gave nothing back. */
  static final Set<String> REFUND_TEMPORARY =
      Set.of("FORBIDDEN_CONSECUTIVE_REQUEST", "NOT_AVAILABLE_BANK", "PROVIDER_ERROR");

  private TossCodes() {}
}
