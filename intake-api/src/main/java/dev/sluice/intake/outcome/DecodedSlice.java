package dev.sluice.intake.outcome;

import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A slice that was unpacked, with an index of its requests. Immutable. */
public final class DecodedSlice {

  /** Of the text of its elements. An element of 270 characters was seen to take 375 bytes. */
  private static final int BYTES_PER_CHARACTER = 1;

  private static final int BYTES_PER_ELEMENT = 250;

  private final SliceMessage slice;
  private final List<JournalElement> elements;
  private final Map<RequestKey, Integer> ranks;

  private DecodedSlice(
      SliceMessage slice, List<JournalElement> elements, Map<RequestKey, Integer> ranks) {
    this.slice = slice;
    this.elements = elements;
    this.ranks = ranks;
  }

  static DecodedSlice of(SliceMessage slice) {
    List<JournalElement> elements = slice.elements();
    var ranks = HashMap.<RequestKey, Integer>newHashMap(elements.size());
    for (int rank = 0; rank < elements.size(); rank++) {
      RequestKey key = key(elements.get(rank));
      // Where one slice holds a request and its repeat, the first is the one decided.
      if (key != null) {
        ranks.putIfAbsent(key, rank);
      }
    }
    return new DecodedSlice(slice, elements, ranks);
  }

  /**
   * What it takes of the memory, roughly: by its text, as the lengths of names, notes and errors
   * are the clients'.
   */
  int bytes() {
    long bytes =
        (long) BYTES_PER_CHARACTER * Compression.statedLength(slice.entries())
            + (long) BYTES_PER_ELEMENT * elements.size();
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  /** Number of the last element. */
  public long lastNumber() {
    return slice.lastNumber();
  }

  /** Number of the first element. */
  public long firstNumber() {
    return slice.firstNumber();
  }

  /** All elements, in order of their numbers. */
  public List<JournalElement> elements() {
    return elements;
  }

  /** The decision on a request, if this slice holds it. */
  Optional<LocatedOutcome> find(RequestKey request) {
    Integer rank = ranks.get(request);
    return rank == null ? Optional.empty() : Optional.ofNullable(decision(rank));
  }

  /** The decision of that number, if this slice holds it and it is one. */
  Optional<LocatedOutcome> find(long number) {
    return number < firstNumber() || number > lastNumber()
        ? Optional.empty()
        : Optional.ofNullable(decision((int) (number - firstNumber())));
  }

  /** The transition of that number, if this slice holds it and it is one. */
  Optional<Transition> findTransition(long number) {
    return number >= firstNumber()
            && number <= lastNumber()
            && elements.get((int) (number - firstNumber()))
                instanceof JournalElement.Changed(Transition transition)
        ? Optional.of(transition)
        : Optional.empty();
  }

  private @Nullable LocatedOutcome decision(int rank) {
    return switch (elements.get(rank)) {
      case JournalElement.Decided(EntryId entry, _, Request request, Outcome outcome, _) ->
          decision(request.customer(), entry, request.command().reference(), outcome, rank);
      case JournalElement.Unread unread ->
          decision(unread.customer(), unread.entry(), null, unread.outcome(), rank);
      case JournalElement.Changed changed -> null;
    };
  }

  private LocatedOutcome decision(
      @Nullable String customer,
      EntryId entry,
      @Nullable String reference,
      Outcome outcome,
      int rank) {
    return new LocatedOutcome(
        customer,
        entry,
        reference,
        outcome,
        slice.shard(),
        slice.firstNumber() + rank,
        slice.firstNumber(),
        rank,
        slice.decidedAt());
  }

  private static @Nullable RequestKey key(JournalElement element) {
    UUID session = element.session();
    UUID id = element.requestId();
    return session == null || id == null ? null : new RequestKey(session, id);
  }
}
