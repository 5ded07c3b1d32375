package dev.sluice.rig.check;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.table.JournalLine;
import dev.sluice.rig.replay.ReservationsByJournal;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * I5, the waiters' side. Nobody gets seats that somebody who waits in front would have taken as
 * they are.
 */
final class WaitersInOrder implements Check {

  @Override
  public String name() {
    return "I5";
  }

  @Override
  public String promise() {
    return "freed seats go to who waits, first come first";
  }

  @Override
  public void look(Evidence evidence, Findings findings) {
    Set<UUID> sessions = evidence.sessionIds();
    List<JournalLine> lines =
        evidence.journal().lines().stream()
            .filter(line -> sessions.contains(line.element().session()))
            .toList();
    findings.count(
        "waited", lines.stream().filter(it -> it.outcome() instanceof Outcome.Waitlisted).count());
    findings.count("served", lines.stream().filter(WaitersInOrder::serves).count());
    ReservationsByJournal.of(evidence).breaches(name()).forEach(findings::breach);
  }

  private static boolean serves(JournalLine line) {
    return line.element() instanceof JournalElement.Changed(Transition.WaiterServed _);
  }
}
