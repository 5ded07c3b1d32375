package dev.sluice.allocation;

import dev.sluice.contract.Terms;
import java.util.List;
import java.util.UUID;

/**
 * What a shard's drain knows: its sessions with terms, seats and reservations. It belongs to one
 * lease and one thread. After a failed {@code decide} or commit it is of no use and is thrown away.
 */
public final class Snapshot {

  /**
   * Adds a session with everything that is known of it.
   *
   * @param session its id
   * @param hall its hall
   * @param terms its terms
   * @param admitted whether a slice has admitted it before
   * @param reservations all reservations of the session, dead ones too
   */
  public void add(
      UUID session, Hall hall, Terms terms, boolean admitted, List<Reservation> reservations) {
    throw new IllegalStateException("written by the allocation core");
  }

  /** Notes that there is no such session in this shard, so that nobody looks again this lease. */
  public void addUnknown(UUID session) {
    throw new IllegalStateException("written by the allocation core");
  }

  /** Whether the session was added, or noted as unknown. */
  public boolean knows(UUID session) {
    throw new IllegalStateException("written by the allocation core");
  }
}
