package dev.sluice.scheduler.trigger;

import dev.sluice.failure.EndAtError;
import dev.sluice.job.CalendarJob;
import dev.sluice.job.JobRunner;
import dev.sluice.job.ScheduledJob;
import dev.sluice.job.Tick;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.spi.JobFactory;
import org.quartz.spi.TriggerFiredBundle;

/**
 * What Quartz calls for every job, whichever it is: it has the job of its name run. One object for
 * all of them: Spring's own factory makes and wires a new one at every firing, which costs more
 * than a tick. Its class's name stands in the database.
 */
@DisallowConcurrentExecution
final class JobFiring implements Job, JobFactory {

  private final JobRunner runner;
  private final CalendarRuns calendarRuns;
  private final Map<String, ScheduledJob> jobs;

  JobFiring(JobRunner runner, List<ScheduledJob> jobs) {
    this.runner = runner;
    this.calendarRuns = new CalendarRuns(runner);
    this.jobs =
        jobs.stream()
            .collect(Collectors.toUnmodifiableMap(ScheduledJob::name, Function.identity()));
  }

  @Override
  public Job newJob(TriggerFiredBundle bundle, Scheduler scheduler) {
    return this;
  }

  /**
   * Has the job run to its end.
   *
   * @throws JobExecutionException if this process has no such job: an older one is asked, too
   */
  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    String name = context.getJobDetail().getKey().getName();
    ScheduledJob job = jobs.get(name);
    if (job == null) {
      throw new JobExecutionException("This process has no job " + name);
    }
    EndAtError.atError(
        () -> {
          switch (job) {
            case Tick tick -> runner.run(tick);
            case CalendarJob calendar -> calendarRuns.run(calendar, context);
          }
        });
  }
}
