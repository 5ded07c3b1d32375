package dev.sluice.shard;

/** The shard's row is not where this holder left it: what it knows is thrown away. */
public final class StaleStateException extends RuntimeException {

  public StaleStateException(ShardState expected, ShardState found) {
    super(
        "Shard "
            + expected.shard()
            + " was left at number "
            + expected.lastNumber()
            + " and is at "
            + found.lastNumber());
  }
}
