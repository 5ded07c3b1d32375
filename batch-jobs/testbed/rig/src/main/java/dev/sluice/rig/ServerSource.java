package dev.sluice.rig;

import dev.sluice.servers.Servers;
import dev.sluice.servers.life.Mode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where database, Redis and Kafka come from.
 *
 * @param kind of the source
 * @param external where they are; null unless they are external
 */
public record ServerSource(Kind kind, @Nullable Addresses external) {

  /** A kind of source. */
  public enum Kind {
    /** Processes on loopback, from Maven Central's jars. */
    EMBEDDED,
    /** Docker containers. */
    CONTAINERS,
    /** Elsewhere: only the parts are started. */
    EXTERNAL
  }

  /**
   * Servers that answer.
   *
   * @param own those that this process started; null if they are external
   * @param addresses where they are
   */
  public record Opened(@Nullable Servers own, Addresses addresses) implements AutoCloseable {

    /** Ends what this process started. */
    @Override
    public void close() {
      if (own != null) {
        own.close();
      }
    }
  }

  /**
   * Reads {@code sluice.servers} and, for external ones, their addresses.
   *
   * @throws IllegalArgumentException if one is not understood or missing; the message is for the
   *     reader
   */
  public static ServerSource of(OptionTexts texts) {
    Kind kind = kind(texts.get("sluice.servers", "embedded"));
    return new ServerSource(kind, kind == Kind.EXTERNAL ? external(texts) : null);
  }

  /** Starts the servers, unless they are external; returns when they answer. */
  public Opened open() {
    if (external != null) {
      return new Opened(null, external);
    }
    Servers servers = Servers.start(kind == Kind.CONTAINERS ? Mode.CONTAINERS : Mode.EMBEDDED);
    return new Opened(servers, Addresses.of(servers));
  }

  private static Kind kind(String name) {
    try {
      return Kind.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "sluice.servers is embedded, containers or external, not " + name, e);
    }
  }

  private static Addresses external(OptionTexts texts) {
    return new Addresses(
        texts.need("sluice.database.url"),
        texts.need("sluice.database.username"),
        texts.need("sluice.database.password"),
        texts.need("sluice.redis.url"),
        texts.need("sluice.kafka.bootstrap-servers"));
  }
}
