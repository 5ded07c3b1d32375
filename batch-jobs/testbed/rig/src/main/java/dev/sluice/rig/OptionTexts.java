package dev.sluice.rig;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Options as the reader gave them: system properties, or environment variables of the same names in
 * upper case, for what should not stand in a command line. A blank one counts as not given.
 *
 * @param properties system properties
 * @param environment environment variables
 */
public record OptionTexts(Properties properties, Map<String, String> environment) {

  /** The option, or what it is otherwise. */
  public String get(String name, String otherwise) {
    String text = properties.getProperty(name, "");
    if (text.isBlank()) {
      text = environment.getOrDefault(variable(name), "");
    }
    return text.isBlank() ? otherwise : text.strip();
  }

  /**
   * The option.
   *
   * @throws IllegalArgumentException if it is not given; the message is for the reader
   */
  public String need(String name) {
    String text = get(name, "");
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "With external servers give " + name + ", or " + variable(name) + " in the environment");
    }
    return text;
  }

  /**
   * A number, which may be grouped by commas or underscores.
   *
   * @throws IllegalArgumentException if it is none, or not within the bounds; the message is for
   *     the reader
   */
  public long number(String name, long otherwise, long min, long max) {
    String text = get(name, Long.toString(otherwise)).replace("_", "").replace(",", "");
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is a number, not " + text, e);
    }
    throw new IllegalArgumentException(name + " is from " + min + " to " + max + ", not " + text);
  }

  /** A flag; one that is given without a value counts as set. */
  public boolean flag(String name) {
    String text = properties.getProperty(name, environment.getOrDefault(variable(name), "false"));
    return text.isBlank() || Boolean.parseBoolean(text.strip());
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", "");
  }
}
