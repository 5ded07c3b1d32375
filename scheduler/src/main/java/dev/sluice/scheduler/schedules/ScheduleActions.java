package dev.sluice.scheduler.schedules;

import dev.sluice.dashboard.action.Actions;
import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.dashboard.audit.Audit.Done;
import dev.sluice.dashboard.audit.By;
import dev.sluice.dashboard.audit.Change;
import dev.sluice.dashboard.audit.Refusal;
import dev.sluice.dashboard.audit.RefusedException;
import dev.sluice.scheduler.trigger.Schedule;
import dev.sluice.scheduler.trigger.Schedules;
import org.springframework.stereotype.Component;

/** What a person does to a schedule, for all nodes, written down in the audit. */
@Component
final class ScheduleActions {

  private final Schedules schedules;
  private final Actions actions;

  ScheduleActions(Schedules schedules, Actions actions) {
    this.schedules = schedules;
    this.actions = actions;
  }

  /**
   * Has no run begin any more.
   *
   * @throws RefusedException without a reason
   */
  void pause(Schedule schedule, By by) {
    carryOut(
        ActionKind.PAUSE,
        schedule,
        by,
        () -> {
          schedules.pause(schedule);
          return "paused";
        });
  }

  /**
   * Has runs begin again.
   *
   * @throws RefusedException without a reason
   */
  void resume(Schedule schedule, By by) {
    carryOut(
        ActionKind.RESUME,
        schedule,
        by,
        () -> {
          schedules.resume(schedule);
          return "runs";
        });
  }

  /**
   * Gives it other times.
   *
   * @throws RefusedException without a reason, if that is no cron expression, or if somebody has
   *     changed or paused it
   */
  void reschedule(Schedule schedule, String cron, By by) {
    carryOut(
        ActionKind.RESCHEDULE,
        schedule,
        by,
        () -> {
          try {
            if (!schedules.reschedule(schedule, cron)) {
              throw new RefusedException(
                  Refusal.CHANGED_MEANWHILE, "Somebody has given it other times, or paused it");
            }
          } catch (IllegalArgumentException e) {
            throw new RefusedException(Refusal.INVALID_CRON, String.valueOf(e.getMessage()));
          }
          return cron;
        });
  }

  private void carryOut(ActionKind kind, Schedule schedule, By by, Act act) {
    actions
        .audit()
        .<Boolean>carryOut(
            kind,
            target(schedule.job()),
            null,
            by,
            () -> {
              by.requireReason();
              String before = schedule.cron() + (schedule.paused() ? ", paused" : "");
              return new Done<>(true, new Change(null, before, act.now()));
            });
  }

  /** Its name in the audit. */
  static String target(String job) {
    return "schedule " + job;
  }

  /** Does it, and tells the state after it. */
  private interface Act {
    String now();
  }
}
