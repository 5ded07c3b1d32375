package dev.sluice.scheduler.schedules;

import dev.sluice.dashboard.pages.executions.RescheduleInput;
import dev.sluice.dashboard.pages.executions.WhyInput;
import dev.sluice.dashboard.web.DashboardController;
import dev.sluice.dashboard.web.Links;
import dev.sluice.dashboard.web.NoSuchPageException;
import dev.sluice.dashboard.web.Operator;
import dev.sluice.scheduler.schedules.SchedulesView.Preview;
import dev.sluice.scheduler.trigger.Schedule;
import dev.sluice.scheduler.trigger.Schedules;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** When the jobs of the calendar run, and changing it. */
@DashboardController
@RequestMapping("${dashboard.path:/dashboard}" + SchedulesController.PATH)
final class SchedulesController {

  static final String PATH = "/schedules";

  private static final int TIMES_SHOWN = 5;

  private final Schedules schedules;
  private final ScheduleActions actions;
  private final Links links;
  private final InstantSource clock = InstantSource.system();

  SchedulesController(Schedules schedules, ScheduleActions actions, Links links) {
    this.schedules = schedules;
    this.actions = actions;
    this.links = links;
  }

  /**
   * All of them; with a job and a cron expression, when it would run by that one.
   *
   * @param job whose schedule it may become
   */
  @GetMapping
  SchedulesView list(
      @RequestParam(required = false) @Nullable String job,
      @RequestParam(required = false) @Nullable String cron) {
    return new SchedulesView(
        schedules.list(), job == null || cron == null ? null : preview(get(job), cron.strip()));
  }

  @PostMapping("/{job}/pause")
  ScheduleView pause(@PathVariable String job, WhyInput why, Operator operator) {
    actions.pause(get(job), why.by(operator));
    return done(job);
  }

  @PostMapping("/{job}/resume")
  ScheduleView resume(@PathVariable String job, WhyInput why, Operator operator) {
    actions.resume(get(job), why.by(operator));
    return done(job);
  }

  @PostMapping("/{job}/reschedule")
  ScheduleView reschedule(@PathVariable String job, RescheduleInput input, Operator operator) {
    Schedule schedule = get(job);
    Schedule seen = input.seen() == null ? schedule : schedule.seenAs(input.seen());
    actions.reschedule(seen, input.cronText(), WhyInput.by(operator, input.why()));
    return done(job);
  }

  private Preview preview(Schedule schedule, String cron) {
    try {
      return new Preview(
          schedule.job(),
          cron,
          schedule.cron(),
          null,
          Schedules.next(cron, schedule.zone(), clock.instant(), TIMES_SHOWN));
    } catch (IllegalArgumentException e) {
      return new Preview(schedule.job(), cron, schedule.cron(), e.getMessage(), List.of());
    }
  }

  private Schedule get(String job) {
    return schedules
        .find(job)
        .orElseThrow(() -> new NoSuchPageException(ScheduleActions.target(job)));
  }

  private ScheduleView done(String job) {
    return new ScheduleView(get(job), links.base() + PATH);
  }
}
