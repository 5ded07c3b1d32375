package dev.sluice.servers.life;

import java.util.Locale;

/** Where the servers come from. */
public enum Mode {
  /** Processes on loopback from Maven Central's jars: MariaDB, Redis 7, Kafka. */
  EMBEDDED,
  /** Docker containers: MySQL, Redis 8, Kafka. */
  CONTAINERS;

  /** The system property that {@link #fromSystemProperty()} reads. */
  public static final String SYSTEM_PROPERTY = "sluice.servers";

  /**
   * Returns the mode that the system property {@value #SYSTEM_PROPERTY} names, in any case, {@link
   * #EMBEDDED} where it is not set.
   *
   * @throws IllegalArgumentException where it names neither
   */
  public static Mode fromSystemProperty() {
    String name = System.getProperty(SYSTEM_PROPERTY, EMBEDDED.name());
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
