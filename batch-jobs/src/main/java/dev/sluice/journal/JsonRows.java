package dev.sluice.journal;

import dev.sluice.contract.Uuids;
import dev.sluice.database.DateTimes;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a JSON array of arrays, for {@code JSON_TABLE}: the one way to join a statement with many
 * given rows that MySQL and MariaDB both know. Not thread-safe.
 */
public final class JsonRows {

  private static final HexFormat HEX = HexFormat.of();

  private final StringBuilder json;
  private int rows;
  private boolean first;

  /** No rows yet. */
  public JsonRows(int expectedRows) {
    json = new StringBuilder(16 + 160 * expectedRows).append('[');
  }

  /** Begins a row; its values follow. */
  public JsonRows row() {
    json.append(rows == 0 ? "[" : "],[");
    rows++;
    first = true;
    return this;
  }

  /** The row's next value. */
  public JsonRows value(long number) {
    comma().append(number);
    return this;
  }

  /** The row's next value. */
  public JsonRows value(UUID id) {
    return value(Uuids.toBytes(id));
  }

  /** The row's next value. */
  public JsonRows value(byte[] bytes) {
    comma().append('"');
    HEX.formatHex(json, bytes);
    json.append('"');
    return this;
  }

  /** The row's next value; null where there is none. */
  public JsonRows value(@Nullable Instant instant) {
    if (instant == null) {
      comma().append("null");
      return this;
    }
    comma().append('"');
    DateTimes.LITERAL.formatTo(DateTimes.utc(instant), json);
    json.append('"');
    return this;
  }

  /** How many were begun. */
  public int rows() {
    return rows;
  }

  /** The array. */
  @Override
  public String toString() {
    return json + (rows == 0 ? "]" : "]]");
  }

  private StringBuilder comma() {
    if (first) {
      first = false;
      return json;
    }
    return json.append(',');
  }
}
