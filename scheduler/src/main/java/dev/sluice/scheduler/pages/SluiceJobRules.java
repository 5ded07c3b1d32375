package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.action.GivenParameter;
import dev.sluice.dashboard.action.JobRules;
import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.job.CalendarJob;
import dev.sluice.job.RunParameters;
import dev.sluice.job.Tick;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The jobs that a tick begins are not begun by hand. The tick takes a shard's lock or lease first,
 * and a run goes under it: one without would work beside the one that has it. Nor is anything lost:
 * what there is to do, the next tick finds.
 *
 * <p>A job of the calendar is begun by hand for the business date of now, where nothing else is
 * given: a run is identified by it.
 */
@Component
final class SluiceJobRules implements JobRules {

  private static final Set<ActionKind> BEGINNINGS = Set.of(ActionKind.START, ActionKind.RESTART);

  private final Set<String> jobs;
  private final List<CalendarJob> calendar;
  private final InstantSource clock;

  @Autowired
  SluiceJobRules(List<Tick> ticks, List<CalendarJob> calendar) {
    this(ticks, calendar, InstantSource.system());
  }

  SluiceJobRules(List<Tick> ticks, List<CalendarJob> calendar, InstantSource clock) {
    this.calendar = List.copyOf(calendar);
    this.clock = clock;
    this.jobs = ticks.stream().map(Tick::name).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public List<GivenParameter> suggested(String job) {
    return calendar.stream()
        .filter(one -> one.name().equals(job))
        .map(one -> one.businessDate(clock.instant()))
        .map(
            date ->
                new GivenParameter(
                    RunParameters.DATE, LocalDate.class.getSimpleName(), date.toString(), true))
        .toList();
  }

  @Override
  public Optional<String> refusal(ActionKind kind, String job) {
    return BEGINNINGS.contains(kind) && jobs.contains(job)
        ? Optional.of(
            job
                + " runs by itself wherever there is work, under a lock of the shard that a run by"
                + " hand would not have")
        : Optional.empty();
  }
}
