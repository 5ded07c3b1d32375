package dev.sluice.scheduler.dashboard;

import dev.sluice.dashboard.action.JobRules;
import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.job.Tick;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The jobs that a tick begins are not begun by hand. The tick takes a shard's lock or lease first,
 * and a run goes under it: one without would work beside the one that has it. Nor is anything lost:
 * what there is to do, the next tick finds.
 */
@Component
final class JobsWithoutHands implements JobRules {

  private static final Set<ActionKind> BEGINNINGS = Set.of(ActionKind.START, ActionKind.RESTART);

  private final Set<String> jobs;

  JobsWithoutHands(List<Tick> ticks) {
    this.jobs = ticks.stream().map(Tick::name).collect(Collectors.toUnmodifiableSet());
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
