package dev.sluice.allocation;

import dev.sluice.contract.JournalElement;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What {@code decide} made of a slice.
 *
 * @param elements one per number, in order: transitions that were due, then one per entry (and what
 *     entries caused, right behind them)
 * @param counts how many of each kind
 * @param admitted sessions that this slice admitted, each with the number of its transition
 * @param created reservations that did not exist before the slice, as they are at its end
 * @param changed reservations that existed before the slice and differ at its end
 * @param released seats that were taken before the slice, by the reservation named, and are not its
 *     own at the end
 * @param taken seats that are taken at the end by a reservation that did not have them before
 */
public record Decision(
    List<JournalElement> elements,
    Counts counts,
    Map<UUID, Long> admitted,
    List<Reservation> created,
    List<Reservation> changed,
    List<SeatChange> released,
    List<SeatChange> taken) {

  /** Copies nothing: the lists belong to the decision and are not changed after it. */
  public Decision {
    if (elements.size() != counts.drained() + counts.transitions()) {
      throw new IllegalStateException(
          elements.size()
              + " elements do not match "
              + counts
              + ": an entry has no outcome, or two");
    }
  }

  /**
   * A seat that changed hands.
   *
   * @param session the session
   * @param seat ordinal in the hall
   * @param reservation whose it was, or is
   */
  public record SeatChange(UUID session, int seat, UUID reservation) {}

  /**
   * How the elements divide. Drained = granted + waitlisted + rejected + duplicates + dead letters.
   */
  public record Counts(
      int granted,
      int waitlisted,
      int rejected,
      int duplicates,
      int deadLettered,
      int transitions) {

    /** Entries decided. */
    public int drained() {
      return granted + waitlisted + rejected + duplicates + deadLettered;
    }
  }
}
