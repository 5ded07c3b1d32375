package dev.sluice.job;

/**
 * A job as the scheduler knows it: one bean says when it runs, what identifies a run and what is
 * done if one was missed. Its name is the same in Spring Batch's tables, in Quartz and in the API.
 */
public sealed interface ScheduledJob permits Tick, CalendarJob {

  /** What it is called, in lower case with hyphens. */
  String name();
}
