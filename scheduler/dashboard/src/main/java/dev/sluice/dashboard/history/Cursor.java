package dev.sluice.dashboard.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;

/**
 * A place in the list of executions, which is ordered by time of creation and then by id, newest
 * first.
 *
 * @param created as stored, in whatever zone that is
 */
public record Cursor(LocalDateTime created, long id) implements Comparable<Cursor> {

  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSSSSS");
  private static final Comparator<Cursor> ORDER =
      Comparator.comparing(Cursor::created).thenComparing(Cursor::id);

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException where it did not write it
   */
  public static Cursor parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException("not a place in a list: " + text);
    }
    try {
      return new Cursor(
          LocalDateTime.parse(text.substring(0, dash), TEXT),
          Long.parseLong(text.substring(dash + 1)));
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new IllegalArgumentException("not a place in a list: " + text, e);
    }
  }

  static Cursor of(ResultSet row, int created, int id) throws SQLException {
    return new Cursor(row.getObject(created, LocalDateTime.class), row.getLong(id));
  }

  /** Compares by age: the older one is less. */
  @Override
  public int compareTo(Cursor other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return TEXT.format(created) + "-" + id;
  }
}
