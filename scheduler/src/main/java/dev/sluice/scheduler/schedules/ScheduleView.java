package dev.sluice.scheduler.schedules;

import dev.sluice.dashboard.web.Page;
import dev.sluice.scheduler.trigger.Schedule;

/**
 * A schedule that something was done to.
 *
 * @param address where it is seen
 */
public record ScheduleView(Schedule schedule, String address) implements Page {

  @Override
  public String template() {
    return "sluice/schedules";
  }

  @Override
  public String redirect() {
    return address;
  }
}
