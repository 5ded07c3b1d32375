package dev.sluice.payment.settle;

/** What the provider has said of a payment. Codes are stored and never renumbered. */
enum Verdict {
  /** Nothing that is final. */
  UNKNOWN(1),
  /** It has the money. */
  CAPTURED(2),
  /** It has taken nothing and never will, or was never asked. */
  DECLINED(3);

  private final int code;

  Verdict(int code) {
    this.code = code;
  }

  /** The number that is stored for it. */
  int code() {
    return code;
  }

  /**
   * The verdict of that code.
   *
   * @throws IllegalArgumentException if there is none: what became of money is never guessed
   */
  static Verdict ofCode(int code) {
    for (Verdict verdict : values()) {
      if (verdict.code == code) {
        return verdict;
      }
    }
    throw new IllegalArgumentException("No verdict on a payment: " + code);
  }
}
