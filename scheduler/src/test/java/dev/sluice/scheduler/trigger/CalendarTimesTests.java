package dev.sluice.scheduler.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronExpression;

/** Quartz looks ahead only: which time a late firing is for is worked out here. */
class CalendarTimesTests {

  /** Local times; the last columns are nights in which a clock is changed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 21 * * ?   | Asia/Seoul    | 2026-11-27T21:00:00 | 2026-11-27T21:00:00
          0 0 21 * * ?   | Asia/Seoul    | 2026-11-27T23:59:59 | 2026-11-27T21:00:00
          0 0 21 * * ?   | Asia/Seoul    | 2026-11-28T00:30:00 | 2026-11-27T21:00:00
          0 0 21 * * ?   | Asia/Seoul    | 2026-11-28T20:59:59 | 2026-11-27T21:00:00
          0 0 0 1 * ?    | Asia/Seoul    | 2026-11-30T23:59:59 | 2026-11-01T00:00:00
          0 0 0 29 2 ?   | Asia/Seoul    | 2103-12-31T00:00:00 | 2096-02-29T00:00:00
          0/5 * * * * ?  | Asia/Kolkata  | 2026-11-27T10:00:07 | 2026-11-27T10:00:05
          0 0 21 * * ?   | Europe/Vienna | 2026-03-29T20:00:00 | 2026-03-28T21:00:00
          0 30 3 * * ?   | Europe/Vienna | 2026-10-25T12:00:00 | 2026-10-25T03:30:00
          """)
  void findsTheLastTimeOfASchedule(String cron, ZoneId zone, LocalDateTime fired, LocalDateTime due)
      throws ParseException {
    assertThat(CalendarTimes.lastUntil(schedule(cron, zone), at(fired, zone)))
        .isEqualTo(at(due, zone));
  }

  @Test
  void takesTheFiringItselfBeforeTheFirstTime() throws ParseException {
    ZoneId zone = ZoneId.of("Asia/Seoul");
    Instant fired = at(LocalDateTime.of(2026, 11, 27, 10, 0), zone);
    assertThat(CalendarTimes.lastUntil(schedule("0 0 0 1 1 ? 2090", zone), fired)).isEqualTo(fired);
  }

  private static CronExpression schedule(String cron, ZoneId zone) throws ParseException {
    var schedule = new CronExpression(cron);
    schedule.setTimeZone(TimeZone.getTimeZone(zone));
    return schedule;
  }

  private static Instant at(LocalDateTime local, ZoneId zone) {
    return local.atZone(zone).toInstant();
  }
}
