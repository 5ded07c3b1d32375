package dev.sluice.job;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells that a tick fails: once, until it has worked again. Several ticks a second need not all say
 * so. Thread-safe.
 */
final class Complaints {

  private static final Logger log = LoggerFactory.getLogger(Complaints.class);

  private final Set<String> failing = ConcurrentHashMap.newKeySet();

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
}
