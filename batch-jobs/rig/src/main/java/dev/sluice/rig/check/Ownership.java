package dev.sluice.rig.check;

import dev.sluice.contract.JournalElement;
import dev.sluice.contract.Outcome;
import dev.sluice.contract.Transition;
import dev.sluice.rig.evidence.JournalLine;
import dev.sluice.rig.evidence.PlayedSession;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who has which seat of a session by the journal alone: its outcomes, played again in order. */
final class Ownership {

  private final PlayedSession session;
  private final Findings findings;
  private final Map<Integer, UUID> owners = new TreeMap<>();

  private Ownership(PlayedSession session, Findings findings) {
    this.session = session;
    this.findings = findings;
  }

  /** The owner of each taken seat after the last line; what cannot be is noted as a breach. */
  static Map<Integer, UUID> after(
      List<JournalLine> lines, PlayedSession session, Findings findings) {
    var ownership = new Ownership(session, findings);
    lines.forEach(ownership::apply);
    return ownership.owners;
  }

  private void apply(JournalLine line) {
    switch (line.element()) {
      case JournalElement.Decided decided -> {
        if (decided.request().session().equals(session.id())) {
          apply(line, decided.outcome());
        }
      }
      case JournalElement.Unread _ -> {}
      case JournalElement.Changed changed -> {
        if (changed.transition().session().equals(session.id())) {
          apply(line, changed.transition());
        }
      }
    }
  }

  private void apply(JournalLine line, Outcome outcome) {
    switch (outcome) {
      case Outcome.Held held -> take(line, held.reservation(), held.seats());
      case Outcome.Cancelled cancelled -> free(line, cancelled.reservation(), cancelled.seats());
      case Outcome.Rejected _, Outcome.Duplicate _, Outcome.DeadLettered _ -> {}
    }
  }

  private void apply(JournalLine line, Transition transition) {
    switch (transition) {
      case Transition.HoldExpired expired -> free(line, expired.reservation(), expired.seats());
      case Transition.SessionAdmitted _ -> {}
    }
  }

  private void take(JournalLine line, UUID reservation, List<String> labels) {
    for (String label : labels) {
      Integer seat = seat(line, label);
      UUID before = seat == null ? null : owners.putIfAbsent(seat, reservation);
      if (before != null) {
        findings.breach(
            line + " gives seat " + label + " to " + reservation + " while " + before + " has it");
      }
    }
  }

  private void free(JournalLine line, UUID reservation, List<String> labels) {
    for (String label : labels) {
      Integer seat = seat(line, label);
      if (seat != null && !owners.remove(seat, reservation)) {
        findings.breach(line + " frees seat " + label + ", which " + reservation + " has not");
      }
    }
  }

  private @Nullable Integer seat(JournalLine line, String label) {
    Integer seat = session.seats().get(label);
    if (seat == null) {
      findings.breach(line + " names seat " + label + ", which is not on sale");
    }
    return seat;
  }
}
