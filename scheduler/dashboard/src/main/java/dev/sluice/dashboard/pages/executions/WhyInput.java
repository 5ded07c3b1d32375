package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.audit.By;
import dev.sluice.dashboard.web.InvalidInputException;
import dev.sluice.dashboard.web.Operator;
import org.jspecify.annotations.Nullable;

/**
 * The body of an action.
 *
 * @param why the reason, may be missing
 */
public record WhyInput(@Nullable String why) {

  /** On whose behalf it is done. */
  public By by(Operator operator) {
    return by(operator, why);
  }

  /** The same for a reason that came with something else. */
  public static By by(Operator operator, @Nullable String why) {
    String reason = why == null ? "" : why.strip();
    if (reason.length() > By.WHY_MAX) {
      throw new InvalidInputException("why has more than " + By.WHY_MAX + " characters");
    }
    return new By(operator.name(), reason);
  }
}
