package dev.sluice.drain;

/** The Redis of a shard is not the one that was verified, or does not hold what it held then. */
final class UnverifiedRedisException extends RuntimeException {

  UnverifiedRedisException(int shard, String detail) {
    super("Redis of shard " + shard + " must be verified: " + detail);
  }
}
