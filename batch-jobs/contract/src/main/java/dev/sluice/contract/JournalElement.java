package dev.sluice.contract;

import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stands in the journal under one number. */
public sealed interface JournalElement {

  /** A request with its outcome. */
  record Decided(EntryId entry, Request request, Outcome outcome) implements JournalElement {}

  /**
   * An entry that could not be read, with the outcome of it. What can be told of its fields is
   * kept; the payload is kept whole, byte for byte.
   */
  record Unread(
      EntryId entry,
      @Nullable UUID requestId,
      @Nullable UUID session,
      @Nullable String customer,
      byte[] payload,
      Outcome outcome)
      implements JournalElement {

    /** By the payload's bytes, not by which array holds them. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Unread that
          && entry.equals(that.entry)
          && Objects.equals(requestId, that.requestId)
          && Objects.equals(session, that.session)
          && Objects.equals(customer, that.customer)
          && Arrays.equals(payload, that.payload)
          && outcome.equals(that.outcome);
    }

    @Override
    public int hashCode() {
      return Objects.hash(entry, requestId, session, customer, Arrays.hashCode(payload), outcome);
    }
  }

  /** A change that no request asked for. */
  record Changed(Transition transition) implements JournalElement {}
}
