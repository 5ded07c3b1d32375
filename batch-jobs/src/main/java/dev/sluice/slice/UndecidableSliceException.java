package dev.sluice.slice;

import dev.sluice.contract.stream.EntryId;

/** The rules, or the codec, fail on a slice: one of its entries is poison. */
public final class UndecidableSliceException extends RuntimeException {

  public UndecidableSliceException(int shard, EntryId first, Throwable cause) {
    super("The slice of shard " + shard + " from entry " + first + " cannot be decided", cause);
  }
}
