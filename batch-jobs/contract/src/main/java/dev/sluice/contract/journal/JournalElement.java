package dev.sluice.contract.journal;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.contract.stream.EntryId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stands in the journal under one number. */
public sealed interface JournalElement {

  /** The entry that it decides; null of a transition. */
  @Nullable EntryId entry();

  /** What was decided; null of a transition. */
  @Nullable Outcome outcome();

  /** The session that it is about; null if the entry did not tell. */
  @Nullable UUID session();

  /** The request's id; null of a transition, or if the entry did not tell. */
  @Nullable UUID requestId();

  /** What its event is called: {@code dev.sluice.<name>.v1}. */
  String event();

  /**
   * What its event is about: the reservation; for what is about none the request, else the session,
   * and the entry where that is all that could be told.
   */
  String subject();

  /** Whether its request id is of the system's kind: it is never remembered. */
  default boolean isOfSystem() {
    UUID id = requestId();
    return id != null && SystemRequests.isId(id);
  }

  /**
   * A request with its outcome.
   *
   * @param entry where it stood
   * @param firstAccepted when it was accepted, if it was queued again; null if the entry's id tells
   * @param request what was asked for
   * @param outcome what was decided
   * @param first what the index knew of the request's id, where it was asked and knew it: the
   *     outcome follows from it, so it is kept
   */
  record Decided(
      EntryId entry,
      @Nullable Instant firstAccepted,
      Request request,
      Outcome outcome,
      @Nullable FirstOfId first)
      implements JournalElement {

    /** A request that was decided by the rules, of an entry that stood where it was accepted. */
    public Decided(EntryId entry, Request request, Outcome outcome) {
      this(entry, null, request, outcome, null);
    }

    /** When the entry was accepted, by the clock that it was accepted by. */
    public Instant accepted() {
      return firstAccepted == null ? Instant.ofEpochMilli(entry.milliseconds()) : firstAccepted;
    }

    @Override
    public UUID session() {
      return request.session();
    }

    @Override
    public UUID requestId() {
      return request.id();
    }

    @Override
    public String event() {
      return outcome.type().event();
    }

    @Override
    public String subject() {
      UUID reservation = outcome.reservation();
      return (reservation == null ? request.id() : reservation).toString();
    }
  }

  /**
   * An entry that could not be read, with the outcome of it. What can be told of its fields is
   * kept, by its digest a repeat is known; the payload is kept whole, byte for byte.
   */
  record Unread(
      EntryId entry,
      @Nullable UUID requestId,
      @Nullable UUID session,
      @Nullable String customer,
      Digest digest,
      byte[] payload,
      Outcome outcome)
      implements JournalElement {

    @Override
    public String event() {
      return outcome.type().event();
    }

    @Override
    public String subject() {
      return requestId == null ? entry.toString() : requestId.toString();
    }

    /** By the payload's bytes, not by which array holds them. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Unread that
          && entry.equals(that.entry)
          && Objects.equals(requestId, that.requestId)
          && Objects.equals(session, that.session)
          && Objects.equals(customer, that.customer)
          && digest.equals(that.digest)
          && Arrays.equals(payload, that.payload)
          && outcome.equals(that.outcome);
    }

    @Override
    public int hashCode() {
      return Objects.hash(
          entry, requestId, session, customer, digest, Arrays.hashCode(payload), outcome);
    }
  }

  /** A change that no request asked for. */
  record Changed(Transition transition) implements JournalElement {

    @Override
    public @Nullable EntryId entry() {
      return null;
    }

    @Override
    public @Nullable Outcome outcome() {
      return null;
    }

    @Override
    public UUID session() {
      return transition.session();
    }

    @Override
    public @Nullable UUID requestId() {
      return null;
    }

    @Override
    public String event() {
      return transition.type().event();
    }

    @Override
    public String subject() {
      UUID reservation = transition.reservation();
      return (reservation == null ? transition.session() : reservation).toString();
    }
  }
}
