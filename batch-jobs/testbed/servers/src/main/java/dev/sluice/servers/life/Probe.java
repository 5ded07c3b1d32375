package dev.sluice.servers.life;

/** Asks a server whether it answers; an exception is a no. */
@FunctionalInterface
public interface Probe {

  /** Whether it does. */
  boolean answers() throws Exception;
}
