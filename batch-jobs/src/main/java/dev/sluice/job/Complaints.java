package dev.sluice.job;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells that a job fails: once, until it has worked again. Several ticks a second need not all say
 * so. Thread-safe.
 */
final class Complaints {

  private static final Logger log = LoggerFactory.getLogger(Complaints.class);

  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  /** The job could not do what was due. */
  void failed(String job, RuntimeException failure) {
    log.atLevel(failing.add(job) ? Level.WARN : Level.DEBUG)
        .setCause(failure)
        .log("Job {} could not be run; it is tried again when it is due", job);
  }

  /** The job has done what was due. */
  void worked(String job) {
    failing.remove(job);
  }
}
