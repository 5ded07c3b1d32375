package dev.sluice.redis;

/** What is asked of a Redis before a request may be called accepted. */
public enum Durability {
  /** It writes to disk before it answers, and evicts nothing: looked up again and again. */
  REQUIRED,
  /** Somebody vouches for the same, for instance of a service that lets nobody read settings. */
  TRUSTED,
  /** Nothing: accepted requests may be lost. For development. */
  RELAXED
}
