package dev.sluice.onsale;

import java.util.Locale;

/** Rows of a name, a number and a remark, aligned. */
final class TextTable {

  private final StringBuilder text = new StringBuilder();

  TextTable row(String name, long number, String remark) {
    return row(name, number(number), remark);
  }

  TextTable row(String name, String value, String remark) {
    text.append("  %-26s %12s  %s".formatted(name, value, remark).stripTrailing()).append('\n');
    return this;
  }

  TextTable gap() {
    text.append('\n');
    return this;
  }

  /** With separators, the same in every locale. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
