package dev.sluice.rig.evidence;

import dev.sluice.contract.JournalElement;
import dev.sluice.contract.Outcome;
import org.jspecify.annotations.Nullable;

/** What the journal has under one number. */
public record JournalLine(Decided decided, JournalElement element) {

  /** The request that it decides; null where it is a transition or the entry told none. */
  public @Nullable RequestKey key() {
    return switch (element) {
      case JournalElement.Decided it -> new RequestKey(it.request().session(), it.request().id());
      case JournalElement.Unread it ->
          it.session() == null || it.requestId() == null
              ? null
              : new RequestKey(it.session(), it.requestId());
      case JournalElement.Changed _ -> null;
    };
  }

  /** The outcome of the entry that it decides; null where it is a transition. */
  public @Nullable Outcome outcome() {
    return switch (element) {
      case JournalElement.Decided it -> it.outcome();
      case JournalElement.Unread it -> it.outcome();
      case JournalElement.Changed _ -> null;
    };
  }

  @Override
  public String toString() {
    return "number " + decided.number() + " of shard " + decided.shard();
  }
}
