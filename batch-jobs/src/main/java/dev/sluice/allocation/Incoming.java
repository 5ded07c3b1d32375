package dev.sluice.allocation;

import dev.sluice.contract.journal.FirstOfId;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.StreamEntry;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An entry of the shard's stream, as far as it could be read. */
public sealed interface Incoming {

  /** Where it stands in the stream. */
  EntryId entry();

  /** The sessions that the readable entries name; not those whose decision stands already. */
  static Set<UUID> sessions(List<Incoming> entries) {
    var sessions = new HashSet<UUID>();
    UUID last = null;
    for (Incoming entry : entries) {
      if (entry instanceof Readable readable) {
        UUID session = readable.request().session();
        if (!session.equals(last)) {
          sessions.add(session);
          last = session;
        }
      }
    }
    return sessions;
  }

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
