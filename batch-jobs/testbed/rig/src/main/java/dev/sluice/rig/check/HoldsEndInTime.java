package dev.sluice.rig.check;

import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.replay.ReservationByJournal;
import dev.sluice.rig.replay.ReservationsByJournal;

/**
 * I7. No hold ends before its time, and none that is over is met by a later request of its session.
 */
final class HoldsEndInTime implements Check {

  @Override
  public String name() {
    return "I7";
  }

  @Override
  public String promise() {
    return "holds end in time, and not before";
  }

  @Override
  public void look(Evidence evidence, Findings findings) {
    var journal = ReservationsByJournal.of(evidence);
    findings.count("holds", journal.list().size());
    findings.count(
        "ended by time", journal.list().stream().filter(HoldsEndInTime::expired).count());
    journal.breaches(name()).forEach(findings::breach);
  }

  private static boolean expired(ReservationByJournal reservation) {
    return reservation.status() == ReservationStatus.EXPIRED;
  }
}
