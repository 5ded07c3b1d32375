package dev.sluice.allocation;

import dev.sluice.contract.EntryId;
import dev.sluice.contract.JournalElement;
import dev.sluice.contract.Outcome;
import dev.sluice.contract.Request;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Feeds requests to {@code decide} as a drain does: entries in order, numbers without a gap. */
final class TestShard {

  private final Snapshot snapshot = new Snapshot();
  private long nextNumber = 100;
  private long nextEntry = 1;

  static TestShard with(SessionBuilder... sessions) {
    var shard = new TestShard();
    for (SessionBuilder session : sessions) {
      session.addTo(shard.snapshot);
    }
    return shard;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Decision decide(Instant now, Request... requests) {
    return decide(Rules.STANDARD, now, requests);
  }

  Decision decide(Rules rules, Instant now, Request... requests) {
    Incoming[] entries =
        Stream.of(requests).map(request -> accepted(now, request)).toArray(Incoming[]::new);
    return decide(rules, SliceTime.at(now), entries);
  }

  Decision decide(SliceTime time, Incoming... entries) {
    return decide(Rules.STANDARD, time, entries);
  }

  private Decision decide(Rules rules, SliceTime time, Incoming... entries) {
    Decision decision = Allocation.decide(rules, snapshot, List.of(entries), time, nextNumber);
    nextNumber += decision.elements().size();
    return decision;
  }

  /** An entry that was accepted at an instant. */
  Incoming accepted(Instant instant, Request request) {
    return new Incoming.Readable(new EntryId(instant.toEpochMilli(), nextEntry++), request);
  }

  /** One that was accepted at an instant, and queued again at another. */
  Incoming queuedAgain(Instant instant, Instant again, Request request) {
    return new Incoming.Readable(new EntryId(again.toEpochMilli(), nextEntry++), instant, request);
  }

  /** The outcome of one request alone, at noon. */
  Outcome outcome(Request request) {
    return outcomes(decide(SessionBuilder.NOON, request)).getFirst();
  }

  /** The outcomes of a decision, one per entry. */
  static List<Outcome> outcomes(Decision decision) {
    return outcomes(decision.elements());
  }

  static List<Outcome> outcomes(List<JournalElement> elements) {
    return elements.stream().map(JournalElement::outcome).filter(Objects::nonNull).toList();
  }
}
