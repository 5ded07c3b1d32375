package dev.sluice.table;

import dev.sluice.contract.Uuids;
import dev.sluice.database.DateTimes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The text of one INSERT of many rows. Values become numbers and hexadecimal literals, so nothing
 * needs escaping, and a thousand rows need no thousand bindings (measured: 1.5 times the speed of
 * rewritten batches). Not thread-safe.
 */
final class InsertText {

  private static final HexFormat HEX = HexFormat.of();

  private final StringBuilder sql;
  private final Map<Instant, String> instants = new HashMap<>();
  private int rows;
  private boolean first;

  /** An INSERT into these columns: {@code table (a, b)}. */
  InsertText(String tableAndColumns, int expectedRows) {
    sql =
        new StringBuilder(100 + tableAndColumns.length() + 300 * expectedRows)
            .append("INSERT INTO ")
            .append(tableAndColumns)
            .append(" VALUES ");
  }

  InsertText row() {
    sql.append(rows == 0 ? "(" : "),(");
    rows++;
    first = true;
    return this;
  }

  InsertText value(long number) {
    comma().append(number);
    return this;
  }

  InsertText value(UUID id) {
    return value(Uuids.toBytes(id));
  }

  InsertText value(byte[] bytes) {
    comma().append("x'");
    HEX.formatHex(sql, bytes);
    sql.append('\'');
    return this;
  }

  /** A text of the column's own character set: ASCII here, or UTF-8. */
  InsertText value(String text) {
    comma().append("CONVERT(x'");
    HEX.formatHex(sql, text.getBytes(StandardCharsets.UTF_8));
    sql.append("' USING utf8mb4)");
    return this;
  }

  /** A text that is known to need no escape, as it stands: half the cost of any text. */
  InsertText plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '\'' || c == '\\') {
        return value(text);
      }
    }
    comma().append('\'').append(text).append('\'');
    return this;
  }

  /** Most instants of a slice are the same few. */
  InsertText value(@Nullable Instant instant) {
    comma()
        .append(instant == null ? "NULL" : instants.computeIfAbsent(instant, InsertText::literal));
    return this;
  }

  private static String literal(Instant instant) {
    return "'" + DateTimes.LITERAL.format(DateTimes.utc(instant)) + "'";
  }

  int rows() {
    return rows;
  }

  /** The whole statement; at least one row was added. */
  @Override
  public String toString() {
    return sql + ")";
  }

  private StringBuilder comma() {
    if (first) {
      first = false;
      return sql;
    }
    return sql.append(',');
  }
}
