package dev.sluice.onsale;

import dev.sluice.rig.Addresses;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the reader asked for: system properties, or environment variables of the same names in upper
 * case, for what should not stand in a command line.
 *
 * @param source where the servers come from
 * @param requests how many requests are played
 * @param clients how many clients play at once
 * @param seed of everything random in the play
 * @param then a shell's command to run after the play, such as a load test; empty for none
 * @param exits whether the launcher ends after the summary
 * @param endsWithParent whether the launcher ends when the process that started it does
 * @param parts folder of the parts' executable jars
 * @param external where the servers are; null unless they are external
 */
record Options(
    Source source,
    int requests,
    int clients,
    long seed,
    String then,
    boolean exits,
    boolean endsWithParent,
    Path parts,
    @Nullable Addresses external) {

  /** Where the servers come from. */
  enum Source {
    /** Processes on loopback, from Maven Central's jars. */
    EMBEDDED,
    /** Docker containers. */
    CONTAINERS,
    /** Elsewhere: only the parts are started. */
    EXTERNAL
  }

  private static final int REQUESTS_DEFAULT = 20_000;
  private static final int REQUESTS_MIN = 100;
  private static final int CLIENTS_DEFAULT = 400;

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException if one is not understood or missing; the message is for the
   *     reader
   */
  static Options of(Properties properties, Map<String, String> environment) {
    var texts = new Texts(properties, environment);
    Source source = source(texts.get("sluice.servers", "embedded"));
    return new Options(
        source,
        (int) texts.number("sluice.requests", REQUESTS_DEFAULT, REQUESTS_MIN, 10_000_000),
        (int) texts.number("sluice.clients", CLIENTS_DEFAULT, 1, 10_000),
        texts.number("sluice.seed", System.nanoTime() % 1_000_000, 0, Long.MAX_VALUE),
        texts.get("sluice.then", ""),
        texts.flag("sluice.exit"),
        texts.flag("sluice.parent"),
        Path.of(texts.get("sluice.parts", "target/parts")),
        source == Source.EXTERNAL ? external(texts) : null);
  }

  private static Source source(String name) {
    try {
      return Source.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "sluice.servers is embedded, containers or external, not " + name, e);
    }
  }

  private static Addresses external(Texts texts) {
    return new Addresses(
        texts.need("sluice.database.url"),
        texts.need("sluice.database.username"),
        texts.need("sluice.database.password"),
        texts.need("sluice.redis.url"),
        texts.need("sluice.kafka.bootstrap-servers"));
  }

  private record Texts(Properties properties, Map<String, String> environment) {

    private String get(String name, String otherwise) {
      String text = properties.getProperty(name, "");
      if (text.isBlank()) {
        text = environment.getOrDefault(variable(name), "");
      }
      return text.isBlank() ? otherwise : text.strip();
    }

    private String need(String name) {
      String text = get(name, "");
      if (text.isEmpty()) {
        throw new IllegalArgumentException(
            "With external servers give "
                + name
                + ", or "
                + variable(name)
                + " in the environment");
      }
      return text;
    }

    private long number(String name, long otherwise, long min, long max) {
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

    /** A flag that is given without a value counts as set. */
    private boolean flag(String name) {
      String text = properties.getProperty(name, environment.getOrDefault(variable(name), "false"));
      return text.isBlank() || Boolean.parseBoolean(text.strip());
    }

    private static String variable(String name) {
      return name.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", "");
    }
  }
}
