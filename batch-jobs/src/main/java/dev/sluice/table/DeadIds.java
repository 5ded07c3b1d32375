package dev.sluice.table;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids of dead reservations, as a filter (Bloom's): one that was added is always found, another one
 * hardly ever. Memory is fixed: with 5,000,000 ids one other id in a million is found, with
 * 10,000,000 three in a thousand; each of those costs a look into the tables, nothing else.
 *
 * <p>It has a seed of its own, so that no client can choose ids that are found. Several threads may
 * add; what one has added another finds as soon as it has been told of it in another way.
 */
final class DeadIds {

  /** 16 MiB. */
  private static final int WORDS = 1 << 21;

  private static final int BITS_AN_ID = 16;
  private static final long MASK = (long) WORDS * Long.SIZE - 1;

  private final long seed = ThreadLocalRandom.current().nextLong();
  private volatile long[] words = {};

  /** Adds an id. */
  synchronized void add(UUID session, UUID id) {
    if (words.length == 0) {
      // Most leases never see a reservation die.
      words = new long[WORDS];
    }
    long[] bits = words;
    long hash = hash(session, id);
    long step = step(hash);
    for (int i = 0; i < BITS_AN_ID; i++) {
      long bit = hash & MASK;
      bits[(int) (bit >>> 6)] |= 1L << bit;
      hash += step;
    }
  }

  /** Whether the id may have been added; if not, it was not. */
  boolean mayHave(UUID session, UUID id) {
    long[] bits = words;
    if (bits.length == 0) {
      return false;
    }
    long hash = hash(session, id);
    long step = step(hash);
    for (int i = 0; i < BITS_AN_ID; i++) {
      long bit = hash & MASK;
      if ((bits[(int) (bit >>> 6)] >>> bit & 1) == 0) {
        return false;
      }
      hash += step;
    }
    return true;
  }

  private long hash(UUID session, UUID id) {
    long hash = mix(seed ^ session.getMostSignificantBits());
    hash = mix(hash ^ session.getLeastSignificantBits());
    hash = mix(hash ^ id.getMostSignificantBits());
    return mix(hash ^ id.getLeastSignificantBits());
  }

  /** Odd, so that the bits of an id differ. */
  private static long step(long hash) {
    return mix(hash) | 1;
  }

  /** The finalizer of MurmurHash3: each bit of the input moves half of the output's. */
  private static long mix(long bits) {
    long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
