package dev.sluice.purge;

import static java.time.temporal.ChronoUnit.HOURS;

import java.time.LocalDateTime;

/**
 * What a run looks at. Times are as they are stored.
 *
 * @param from executions created earlier are not looked at
 * @param before nor are those created then or later; the begin of an hour
 * @param ended those that have ended earlier may go
 */
record Period(LocalDateTime from, LocalDateTime before, LocalDateTime ended) {

  /**
   * All that the dashboard has counted and does not count again at each look, in whole hours.
   *
   * @param countedFrom the first hour that is counted, and nothing older waits for it
   * @param recentFrom the first hour that is counted again at each look
   */
  static Period counted(LocalDateTime countedFrom, LocalDateTime recentFrom, LocalDateTime ended) {
    LocalDateTime hour = ended.truncatedTo(HOURS);
    return new Period(countedFrom, hour.isBefore(recentFrom) ? hour : recentFrom, ended);
  }
}
