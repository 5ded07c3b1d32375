package dev.sluice.drain;

import dev.sluice.contract.EntryId;

/** The rules, or the codec, fail on a slice: one of its entries is poison. */
final class UndecidableSliceException extends RuntimeException {

  UndecidableSliceException(int shard, EntryId first, RuntimeException cause) {
    super("The slice of shard " + shard + " from entry " + first + " cannot be decided", cause);
  }
}
