package dev.sluice.job;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells once what is tried again and again: that a tick fails, until it has worked; that the run of
 * a business date does not begin, until it has. Thread-safe.
 */
final class Complaints {

  private static final Logger log = LoggerFactory.getLogger(Complaints.class);

  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  /** By job, the business date of the run that does not begin. */
  private final Map<String, LocalDate> unbegun = new ConcurrentHashMap<>();

  /** The tick did not find out what there is to do. */
  void failed(String tick, RuntimeException failure) {
    log.atLevel(failing.add(tick) ? Level.WARN : Level.DEBUG)
        .setCause(failure)
        .log("It is not known what there is to do for {}; every tick asks again", tick);
  }

  /** The tick has looked. */
  void worked(String tick) {
    failing.remove(tick);
  }

  /** A run of the calendar may not have begun: an error for the first time of its business date. */
  void notBegun(CalendarJob job, Instant due, Exception failure) {
    LocalDate date = job.businessDate(due);
    boolean told = date.equals(unbegun.put(job.name(), date));
    log.atLevel(told ? Level.DEBUG : Level.ERROR)
        .setCause(failure)
        .log(
            "Job {} of {} could not be run; it is tried again until it has begun",
            job.name(),
            date);
  }

  /** It has. */
  void begun(CalendarJob job, Instant due) {
    LocalDate date = job.businessDate(due);
    if (unbegun.remove(job.name(), date)) {
      log.info("Job {} of {}, which could not be run, has begun", job.name(), date);
    }
  }
}
