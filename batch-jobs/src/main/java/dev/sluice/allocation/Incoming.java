package dev.sluice.allocation;

import dev.sluice.contract.EntryId;
import dev.sluice.contract.FirstOfId;
import dev.sluice.contract.Request;
import dev.sluice.contract.StreamEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An entry of the shard's stream, as far as it could be read. */
public sealed interface Incoming {

  /** Where it stands in the stream. */
  EntryId entry();

  /**
   * An entry that holds a request.
   *
   * @param entry where it stands
   * @param firstAccepted when it was accepted, if it was queued again; null if its id tells
   * @param request what it asks for
   */
  @SuppressWarnings("JavaLangClash") // Nobody reads characters from an entry.
  record Readable(EntryId entry, @Nullable Instant firstAccepted, Request request)
      implements Incoming {

    /** An entry that stands where it was accepted. */
    public Readable(EntryId entry, Request request) {
      this(entry, null, request);
    }
  }

  /**
   * An entry that holds a request whose id stands for a decision already, however long ago: the
   * index says so, so no rule is asked.
   *
   * @param entry where it stands
   * @param firstAccepted as that of a {@link Readable}
   * @param request what it asks for
   * @param first that decision
   */
  record Repeated(EntryId entry, @Nullable Instant firstAccepted, Request request, FirstOfId first)
      implements Incoming {}

  /**
   * An entry that holds none.
   *
   * @param source the entry as it came
   * @param error why it could not be read
   */
  record Unreadable(StreamEntry source, String error) implements Incoming {

    @Override
    public EntryId entry() {
      return source.id();
    }
  }
}
