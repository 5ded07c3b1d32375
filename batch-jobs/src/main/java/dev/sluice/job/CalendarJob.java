package dev.sluice.job;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

/**
 * A job that runs at times of the calendar, once in the whole cluster: it is triggered from the
 * database. A run is identified by its business date, so one that failed or died goes on where it
 * was when it is started again, and one that completed is not repeated.
 *
 * @param job what runs, and gives the name
 * @param cron when, as Quartz writes it: second, minute, hour, day of the month, month, weekday
 * @param zone of these times, and of the business date
 * @param missed what is done if nobody was there
 */
public record CalendarJob(Job job, String cron, ZoneId zone, Missed missed)
    implements ScheduledJob {

  /**
   * What is done about times at which no node was there. One that was, but could not begin the run,
   * tries again in either case.
   */
  public enum Missed {
    /** It runs once as soon as a node can, for the last of them. */
    RUN_ONCE,
    /** It runs at its next time, for that one alone. */
    SKIP
  }

  @Override
  public String name() {
    return job.getName();
  }

  /** The business date of what is due at an instant. */
  public LocalDate businessDate(Instant due) {
    return due.atZone(zone).toLocalDate();
  }

  /** What tells the run that was due at an instant from all others. */
  JobParameters identity(Instant due) {
    return new JobParametersBuilder()
        .addLocalDate(RunParameters.DATE, businessDate(due))
        .toJobParameters();
  }

  /** The lock under which it runs. */
  String lock() {
    return JobLocks.ofJob(name());
  }
}
