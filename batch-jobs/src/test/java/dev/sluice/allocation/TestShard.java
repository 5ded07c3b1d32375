package dev.sluice.allocation;

import dev.sluice.allocation.rules.Rules;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Feeds requests to {@code decide} as a drain does: entries in order, numbers without a gap. */
public final class TestShard {

  private final Snapshot snapshot = new Snapshot();
  private long nextNumber = 100;
  private long nextEntry = 1;

  public static TestShard with(SessionBuilder... sessions) {
    var shard = new TestShard();
    for (SessionBuilder session : sessions) {
      session.addTo(shard.snapshot);
    }
    return shard;
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  public Decision decide(Instant now, Request... requests) {
    return decide(Rules.STANDARD, now, requests);
  }

  public Decision decide(Rules rules, Instant now, Request... requests) {
    Incoming[] entries =
        Stream.of(requests).map(request -> accepted(now, request)).toArray(Incoming[]::new);
    return decide(rules, SliceTime.at(now), entries);
  }

  public Decision decide(SliceTime time, Incoming... entries) {
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
  public Outcome outcome(Request request) {
    return outcomes(decide(SessionBuilder.NOON, request)).getFirst();
  }

  /** The outcomes of a decision, one per entry. */
  public static List<Outcome> outcomes(Decision decision) {
    return outcomes(decision.elements());
  }

  public static List<Outcome> outcomes(List<JournalElement> elements) {
    return elements.stream().map(JournalElement::outcome).filter(Objects::nonNull).toList();
  }
}
