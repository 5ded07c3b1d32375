package dev.sluice.drain;

/** The shard's row is not where this holder left it: what it knows is thrown away. */
final class StaleStateException extends RuntimeException {

  StaleStateException(ShardState expected, ShardState found) {
    super(
        "Shard "
            + expected.shard()
            + " was left at number "
            + expected.lastNumber()
            + " and is at "
            + found.lastNumber());
  }
}
