package dev.sluice.dashboard.pages.executions;

import org.jspecify.annotations.Nullable;

/**
 * Other times of a schedule, as a form or a program gives them.
 *
 * @param cron second, minute, hour, day of the month, month, weekday
 * @param seen the times that it had when they were chosen; null if that does not matter
 * @param why the reason
 */
public record RescheduleInput(@Nullable String cron, @Nullable String seen, @Nullable String why) {

  /** What can be looked at as a cron expression. */
  public String cronText() {
    return cron == null ? "" : cron.strip();
  }
}
