package dev.sluice.dashboard.reader;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** StoredTimes, durations and numbers as somebody reads them. */
public final class Formats {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

  private final Reader reader;
  private final Words words;
  private final Instant now;

  public Formats(Reader reader, Words words, Instant now) {
    this.reader = reader;
    this.words = words;
    this.now = now;
  }

  /** When the page was made. */
  public Instant now() {
    return now;
  }

  /** In the reader's zone; without the day where it is today, without the year where it is this. */
  public String time(Instant time) {
    var local = time.atZone(reader.zone());
    var today = now.atZone(reader.zone());
    String pattern =
        local.toLocalDate().equals(today.toLocalDate())
            ? "HH:mm:ss"
            : words.say(local.getYear() == today.getYear() ? "format.day" : "format.year");
    return DateTimeFormatter.ofPattern(pattern, reader.locale()).format(local);
  }

  /** In UTC, for all. */
  public String utc(Instant time) {
    return UTC.format(time.atOffset(ZoneOffset.UTC));
  }

  /** How long ago, in one unit. */
  public String ago(Instant time) {
    Duration age = Duration.between(time, now);
    return age.isNegative() ? words.say("format.now") : words.say("format.ago", large(age));
  }

  /** How long since then, in one unit. */
  public String age(Instant time) {
    Duration age = Duration.between(time, now);
    return large(age.isNegative() ? Duration.ZERO : age);
  }

  /** A duration with its units; a dash where there is none. */
  public String duration(@Nullable Long millis) {
    if (millis == null) {
      return "–";
    }
    Duration all = Duration.ofMillis(millis);
    if (all.compareTo(Duration.ofSeconds(1)) < 0) {
      return number(millis) + " ms";
    }
    if (all.compareTo(Duration.ofSeconds(10)) < 0) {
      return decimal(millis / 1_000.0, 1) + " s";
    }
    var parts = new ArrayList<String>();
    add(parts, all.toDays(), "format.days");
    add(parts, all.toHoursPart(), "format.hours");
    add(parts, all.toMinutesPart(), "format.minutes");
    add(parts, all.toSecondsPart(), "format.seconds");
    return String.join(" ", parts.subList(0, Math.min(2, parts.size())));
  }

  /** A duration; a dash where there is none. */
  public String duration(@Nullable Duration length) {
    return duration(length == null ? null : (Long) length.toMillis());
  }

  /** A whole number, its thousands apart. */
  public String number(long value) {
    return NumberFormat.getIntegerInstance(reader.locale()).format(value);
  }

  /** Items in a second. */
  public String pace(@Nullable Double itemsPerSecond) {
    return itemsPerSecond == null
        ? "–"
        : decimal(itemsPerSecond, itemsPerSecond < 10 ? 1 : 0) + "/s";
  }

  /** A share of 1 in per cent. */
  public String percent(double share) {
    return decimal(share * 100, 0) + " %";
  }

  private String decimal(double value, int digits) {
    NumberFormat format = NumberFormat.getNumberInstance(reader.locale());
    format.setMaximumFractionDigits(digits);
    format.setMinimumFractionDigits(digits);
    return format.format(value);
  }

  private String large(Duration age) {
    if (age.toDays() > 0) {
      return words.say("format.days", age.toDays());
    }
    if (age.toHours() > 0) {
      return words.say("format.hours", age.toHours());
    }
    return age.toMinutes() > 0
        ? words.say("format.minutes", age.toMinutes())
        : words.say("format.seconds", age.toSeconds());
  }

  private void add(List<String> parts, long value, String key) {
    if (value > 0) {
      parts.add(words.say(key, value));
    }
  }
}
