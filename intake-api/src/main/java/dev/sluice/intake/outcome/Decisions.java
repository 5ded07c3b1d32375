package dev.sluice.intake.outcome;

import dev.sluice.contract.outcome.Transition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** What stands under the numbers of a shard: from memory, else from the journal. Thread-safe. */
@Component
public final class Decisions {

  private final Followers followers;
  private final DecodedSlices decoded;
  private final JournalSlices journal;

  Decisions(Followers followers, DecodedSlices decoded, JournalSlices journal) {
    this.followers = followers;
    this.decoded = decoded;
    this.journal = journal;
  }

  /** The decision of that number; empty if it is none, or the journal no longer has it. */
  Optional<LocatedOutcome> find(int shard, long number) {
    return sliceOf(shard, number).flatMap(slice -> slice.find(number));
  }

  /**
   * The decisions of those numbers, in the numbers' order, as far as the journal has them. Each
   * slice is read and unpacked once.
   */
  public List<LocatedOutcome> list(int shard, Collection<Long> numbers) {
    var found = new ArrayList<LocatedOutcome>();
    DecodedSlice current = null;
    for (long number : new TreeSet<>(numbers)) {
      if (current == null || number > current.lastNumber()) {
        current = sliceOf(shard, number).orElse(null);
      }
      if (current != null) {
        current.find(number).ifPresent(found::add);
      }
    }
    return found;
  }

  /** The transition of that number; empty if it is none, or the journal no longer has it. */
  public Optional<Transition> findTransition(int shard, long number) {
    return sliceOf(shard, number).flatMap(slice -> slice.findTransition(number));
  }

  /** The slice that holds a number. */
  Optional<DecodedSlice> sliceOf(int shard, long number) {
    return followers
        .get(shard)
        .memory()
        .findByNumber(number)
        .or(() -> journal.findByNumber(shard, number))
        .map(decoded::decode);
  }
}
