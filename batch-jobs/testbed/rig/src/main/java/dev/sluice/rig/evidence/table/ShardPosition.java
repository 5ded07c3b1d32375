package dev.sluice.rig.evidence.table;

import dev.sluice.contract.journal.SliceHash;

/**
 * Where a shard was before the play: what is checked begins behind it.
 *
 * @param number its last number
 * @param hash of its last slice
 */
public record ShardPosition(long number, byte[] hash) {

  /** Of a shard that has decided nothing. */
  public static final ShardPosition NONE = new ShardPosition(0, SliceHash.none());
}
