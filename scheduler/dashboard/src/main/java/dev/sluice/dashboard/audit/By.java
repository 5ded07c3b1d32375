package dev.sluice.dashboard.audit;

/**
 * On whose behalf something is done.
 *
 * @param who the name that they are logged in with
 * @param why in their own words, empty where they gave no reason
 */
public record By(String who, String why) {

  /** So many characters of a reason are kept. */
  public static final int WHY_MAX = 500;

  /**
   * Refuses a reason that is too long.
   *
   * @throws IllegalArgumentException where the reason is too long
   */
  public By {
    if (why.length() > WHY_MAX) {
      throw new IllegalArgumentException("a reason of " + why.length() + " characters");
    }
  }

  /**
   * For what needs a reason.
   *
   * @throws RefusedException where none was given
   */
  public void requireReason() {
    if (why.isBlank()) {
      throw new RefusedException(
          Refusal.REASON_MISSING, "Say why: who looks at it later will want to know");
    }
  }
}
