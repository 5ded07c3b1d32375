package dev.sluice.payment.toss;

/** What came back from one call. */
sealed interface TossReply {

  /** Success: the payment as it is now, or, under a key that was used before, as it was then. */
  record Told(TossPayment payment) implements TossReply {}

  /**
   * An error that Toss names.
   *
   * @param status of HTTP, none of success
   */
  record Refusal(int status, String code, String message) implements TossReply {

    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** Whether the call itself was refused, for good: it does not go on somewhere. */
    boolean isFinal() {
      return status >= 400
          && status < SERVER_ERROR
          && status != CONFLICT
          && status != TOO_MANY_REQUESTS;
    }

    @Override
    public String toString() {
      return "%s (%d)".formatted(code, status);
    }
  }

  /**
   * No answer, or none that can be read.
   *
   * @param why without anything secret
   */
  record Silent(String why) implements TossReply {}
}
