package dev.sluice.stream;

/** The Redis of a shard is not the one that was verified, or does not hold what it held then. */
public final class UnverifiedRedisException extends RuntimeException {

  public UnverifiedRedisException(int shard, String detail) {
    super("Redis of shard " + shard + " must be verified: " + detail);
  }
}
