package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.web.InvalidInputException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a page of dead letters begins: for each shard, the number before which it goes on. Within a
 * shard numbers and instants have the same order, so that no index by time is needed.
 *
 * @param before numbers by shard; a shard that is not in it begins with its newest
 */
record DeadLetterCursor(SortedMap<Integer, Long> before) {

  /** The newest of all shards. */
  static final DeadLetterCursor NEWEST = new DeadLetterCursor(new TreeMap<>());

  private static final Pattern TEXT = Pattern.compile("\\d{1,5}:\\d{1,18}(,\\d{1,5}:\\d{1,18})*");

  /** Reads what {@link #toString} wrote. */
  static DeadLetterCursor parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new InvalidInputException("before is no place in the list");
    }
    var before = new TreeMap<Integer, Long>();
    for (String part : text.split(",", -1)) {
      int colon = part.indexOf(':');
      before.put(
          Integer.valueOf(part.substring(0, colon)), Long.valueOf(part.substring(colon + 1)));
    }
    return new DeadLetterCursor(before);
  }

  /** The place behind these. */
  DeadLetterCursor behind(List<DeadLetterRow> rows) {
    var next = new TreeMap<>(before);
    rows.forEach(row -> next.merge(row.shard(), row.number(), Math::min));
    return new DeadLetterCursor(next);
  }

  /** Numbers of a shard from here on are smaller than this. */
  long before(int shard) {
    return before.getOrDefault(shard, Long.MAX_VALUE);
  }

  @Override
  public String toString() {
    return before.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
