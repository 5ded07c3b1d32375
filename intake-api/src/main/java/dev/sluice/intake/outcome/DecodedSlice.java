package dev.sluice.intake.outcome;

import dev.sluice.contract.JournalElement;
import dev.sluice.contract.Outcome;
import dev.sluice.contract.SliceMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A slice that was unpacked, with an index of its requests. Immutable. */
public final class DecodedSlice {

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
  Optional<Decision> find(RequestKey request) {
    Integer rank = ranks.get(request);
    return rank == null ? Optional.empty() : Optional.ofNullable(decision(rank));
  }

  /** The decision of that number, if this slice holds it and it is one. */
  Optional<Decision> find(long number) {
    return number < firstNumber() || number > lastNumber()
        ? Optional.empty()
        : Optional.ofNullable(decision((int) (number - firstNumber())));
  }

  private @Nullable Decision decision(int rank) {
    return switch (elements.get(rank)) {
      case JournalElement.Decided decided ->
          decision(decided.request().customer(), decided.outcome(), rank);
      case JournalElement.Unread unread -> decision(unread.customer(), unread.outcome(), rank);
      case JournalElement.Changed changed -> null;
    };
  }

  private Decision decision(@Nullable String customer, Outcome outcome, int rank) {
    return new Decision(
        customer,
        outcome,
        slice.shard(),
        slice.firstNumber() + rank,
        slice.firstNumber(),
        rank,
        slice.decidedAt());
  }

  private static @Nullable RequestKey key(JournalElement element) {
    return switch (element) {
      case JournalElement.Decided decided ->
          new RequestKey(decided.request().session(), decided.request().id());
      case JournalElement.Unread unread -> key(unread.session(), unread.requestId());
      case JournalElement.Changed changed -> null;
    };
  }

  private static @Nullable RequestKey key(@Nullable UUID session, @Nullable UUID id) {
    return session == null || id == null ? null : new RequestKey(session, id);
  }
}
