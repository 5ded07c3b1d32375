package dev.sluice.dashboard.tally;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * StoredTimes of creation as they are stored, in whatever zone that is.
 *
 * @param from inclusive, null for since ever
 * @param to exclusive, null for until ever
 */
public record HourRange(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {

  static HourRange hour(LocalDateTime begin) {
    return new HourRange(begin, begin.plusHours(1));
  }

  /** Hours as ranges, those that touch as one. Given and returned newest first. */
  static List<HourRange> join(List<LocalDateTime> hours) {
    var ranges = new ArrayList<HourRange>();
    for (LocalDateTime hour : hours) {
      HourRange last = ranges.isEmpty() ? null : ranges.getLast();
      if (last != null && hour.plusHours(1).equals(last.from())) {
        ranges.set(ranges.size() - 1, new HourRange(hour, last.to()));
      } else {
        ranges.add(hour(hour));
      }
    }
    return ranges;
  }
}
