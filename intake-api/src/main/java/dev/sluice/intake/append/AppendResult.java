package dev.sluice.intake.append;

import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.RememberedRequest;
import org.jspecify.annotations.Nullable;

/** What became of an attempt to append a request. */
public sealed interface AppendResult {

  /**
   * The same, unless Redis told nothing of the request and this process knows what it would have
   * told: a repeat is a repeat whatever is full or away.
   *
   * @param known what this process remembers of the request's id; null if nothing
   */
  default AppendResult orKnown(Request request, @Nullable RememberedRequest known) {
    return switch (this) {
      case Queued _, IdReused _, CallerFull _ -> this;
      case BacklogFull _, NotNow _, InDoubt _ ->
          known == null
              ? this
              : known.digest().equals(request.digest()) ? new Queued(known, true) : new IdReused();
    };
  }

  /**
   * The request is in the stream, durably.
   *
   * @param remembered where
   * @param repeated whether an earlier call had put it there
   */
  record Queued(RememberedRequest remembered, boolean repeated) implements AppendResult {}

  /** The id was used before in this session, for another request. Nothing was appended. */
  record IdReused() implements AppendResult {}

  /**
   * A bound is reached. Nothing was appended.
   *
   * @param bound which
   */
  record BacklogFull(Bound bound) implements AppendResult {}

  /** As many of the remembered ids are the caller's as one may have. Nothing was appended. */
  record CallerFull() implements AppendResult {

    /** For clients. */
    public static final String REASON =
        "You have sent as many requests as one caller may within the time for which their ids are"
            + " remembered";
  }

  /** What may be full. */
  enum Bound {
    /** The shard has as many undecided requests as it may have. */
    ENTRIES("too many requests of its shard are undecided"),
    /** The shard's oldest undecided request has waited too long. */
    AGE("requests of its shard have waited too long"),
    /** The shard's stream takes as many bytes as it may. */
    BYTES("the requests of its shard that are undecided are too large"),
    /** Redis has no memory to spare, whatever for. */
    MEMORY("the server that keeps the queue has no memory to spare"),
    /** This process has as many on their way as it may have. */
    REPLICA("this server has too many requests on their way");

    private final String reason;

    Bound(String reason) {
      this.reason = reason;
    }

    /** For clients; goes on after "because". */
    public String reason() {
      return reason;
    }
  }

  /**
   * Redis cannot take requests now. Nothing was appended.
   *
   * @param why for the log
   */
  record NotNow(String why) implements AppendResult {}

  /**
   * It was sent, and no answer came: it may be in the stream, or not.
   *
   * @param why for the log
   */
  record InDoubt(String why) implements AppendResult {}
}
