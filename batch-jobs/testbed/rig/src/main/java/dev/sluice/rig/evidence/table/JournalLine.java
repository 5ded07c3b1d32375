package dev.sluice.rig.evidence.table;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.rig.evidence.client.Decided;
import dev.sluice.rig.evidence.client.RequestKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the journal has under one number. */
public record JournalLine(Decided decided, JournalElement element) {

  /** The request that it decides; null where it is a transition or the entry told none. */
  public @Nullable RequestKey key() {
    UUID session = element.session();
    UUID id = element.requestId();
    return session == null || id == null ? null : new RequestKey(session, id);
  }

  /** The outcome of the entry that it decides; null where it is a transition. */
  public @Nullable Outcome outcome() {
    return element.outcome();
  }

  @Override
  public String toString() {
    return "number " + decided.number() + " of shard " + decided.shard();
  }
}
