package dev.sluice.contract;

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
      implements JournalElement {}

  /** A change that no request asked for. */
  record Changed(Transition transition) implements JournalElement {}
}
