package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.SliceHash;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.rig.check.Checks;
import dev.sluice.rig.check.Verdict;
import dev.sluice.shard.ShardState;
import dev.sluice.shard.Shards;
import io.lettuce.core.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a shard promises, from what is stored alone: seats sold once (I1), one outcome each
 * (I2), numbers without a gap and hashes that chain (I4), holds that end in time (I7), entries,
 * seats, states and amounts (I8), and the outcome stream against the journal. Seen to fail with
 * planted rows in {@code PromisesIntegrationTests}.
 */
public final class Promises {

  private final DrainFixture fixture;
  private final int shard;
  private final List<String> broken = new ArrayList<>();

  Promises(DrainFixture fixture, int shard) {
    this.fixture = fixture;
    this.shard = shard;
  }

  /** Fails if any promise is broken, for a shard whose stream is empty. */
  public void check(Requests requests) {
    check(requests.accepted());
  }

  /** Fails if any promise is broken, for a shard whose stream is empty. */
  public void check(Collection<EntryId> accepted) {
    assertThat(findBroken(accepted)).isEmpty();
  }

  /** What is broken, in words; empty if nothing is. */
  public List<String> findBroken(Collection<EntryId> accepted) {
    broken.clear();
    List<JournalRows.Row> slices = fixture.journalRows(shard).list();
    checkChain(slices);
    checkOutcomes(slices, accepted);
    checkTables(slices);
    checkWaiters();
    checkDeadLetters(slices);
    checkOutcomeStream(slices);
    return List.copyOf(broken);
  }

  /**
   * I4: numbers without a gap, entries in order, instants that never go back, hashes that chain.
   */
  private void checkChain(List<JournalRows.Row> slices) {
    long number = 0;
    EntryId entry = EntryId.ZERO;
    byte[] hash = SliceHash.none();
    long at = 0;
    for (JournalRows.Row slice : slices) {
      require(
          slice.firstNumber() == number + 1,
          "I4: slice " + slice.firstNumber() + " follows number " + number);
      require(
          slice.elements().size() == slice.lastNumber() - slice.firstNumber() + 1,
          "I4: slice " + slice.firstNumber() + " has " + slice.elements().size() + " elements");
      require(
          slice.firstEntry().compareTo(entry) > 0
              && slice.lastEntry().compareTo(slice.firstEntry()) >= 0,
          "I5: slice "
              + slice.firstNumber()
              + " has entries "
              + slice.firstEntry()
              + " to "
              + slice.lastEntry()
              + " behind "
              + entry);
      require(
          Arrays.equals(slice.hash(), slice.hashAfter(hash)),
          "I6: the hash of slice " + slice.firstNumber() + " does not follow");
      require(
          slice.decidedAt().toEpochMilli() >= at,
          "I7: slice " + slice.firstNumber() + " was decided before the last one");
      number = slice.lastNumber();
      entry = slice.lastEntry();
      hash = slice.hash();
      at = slice.decidedAt().toEpochMilli();
    }
    ShardState row = state();
    require(
        row.lastNumber() == number, "I4: the shard is at " + row.lastNumber() + ", not " + number);
    require(
        row.watermark().equals(entry),
        "I4: the watermark is " + row.watermark() + ", not " + entry);
    require(Arrays.equals(row.lastHash(), hash), "I6: the shard has another last hash");
  }

  /** I2 and I5: each entry has one outcome, in the order of the stream. */
  private void checkOutcomes(List<JournalRows.Row> slices, Collection<EntryId> accepted) {
    // Of the system's own entries those that a test appended itself; drains get others.
    var known = Set.copyOf(accepted);
    var found = new TreeMap<EntryId, Integer>();
    EntryId last = EntryId.ZERO;
    for (JournalRows.Row slice : slices) {
      for (JournalElement element : slice.elements()) {
        EntryId entry = entry(element);
        if (entry != null) {
          if (!element.isOfSystem() || known.contains(entry)) {
            found.merge(entry, 1, Integer::sum);
          }
          require(entry.compareTo(last) > 0, "I5: entry " + entry + " is decided after " + last);
          require(
              entry.compareTo(slice.lastEntry()) <= 0,
              "I2: entry " + entry + " is past the last one of its slice");
          last = entry;
        }
      }
    }
    for (EntryId entry : accepted) {
      Integer outcomes = found.remove(entry);
      require(
          outcomes != null && outcomes == 1,
          "I2: entry " + entry + " has " + (outcomes == null ? 0 : outcomes) + " outcomes");
    }
    found.keySet().forEach(entry -> require(false, "I2: nobody appended entry " + entry));
  }

  /** I1, I7 and I8: the journal played again, and the tables. */
  private void checkTables(List<JournalRows.Row> slices) {
    for (Verdict verdict :
        Checks.runOnTables(new TableEvidence(fixture.jdbc(), shard).of(slices))) {
      verdict.breaches().forEach(breach -> broken.add(verdict.name() + ": " + breach));
    }
  }

  /** Who waits: a row for each, and no others. 6 is WAITING. */
  private void checkWaiters() {
    List<String> waiting =
        list(
            "SELECT CONCAT(HEX(session_id), HEX(id)) FROM reservation"
                + " WHERE shard = ? AND status = 6 ORDER BY 1");
    List<String> rows =
        list(
            "SELECT CONCAT(HEX(session_id), HEX(waiter.id)) FROM waiter"
                + " JOIN session ON session.id = waiter.session_id WHERE shard = ? ORDER BY 1");
    require(
        waiting.equals(rows), "I8: " + rows + " have rows of those who wait, due are " + waiting);
  }

  private List<String> list(String sql) {
    return fixture.jdbc().queryForList(sql, String.class, shard);
  }

  /** Dead letters: a row for each, and for what was put aside, and no others. */
  private void checkDeadLetters(List<JournalRows.Row> slices) {
    var expected = new TreeSet<Long>();
    for (JournalRows.Row slice : slices) {
      List<JournalElement> elements = slice.elements();
      for (int i = 0; i < elements.size(); i++) {
        if (outcome(elements.get(i)) instanceof Outcome.DeadLettered
            || elements.get(i) instanceof JournalElement.Changed(Transition.PutAside _)) {
          expected.add(slice.firstNumber() + i);
        }
      }
    }
    var found =
        new TreeSet<>(
            fixture
                .jdbc()
                .queryForList("SELECT number FROM dead_letter WHERE shard = ?", Long.class, shard));
    require(
        expected.equals(found), "dead letters: " + found + " in the table, " + expected + " due");
  }

  /** The outcome stream holds the journal's slices, and the request stream nothing. */
  private void checkOutcomeStream(List<JournalRows.Row> slices) {
    var keys = new ShardKeys(shard);
    List<SliceMessage> announced =
        fixture.redis().xrange(keys.outcomes(), Range.unbounded()).stream()
            .map(
                message ->
                    SliceMessage.fromFields(
                        shard, EntryId.parse(message.getId()), message.getBody()))
            .toList();
    List<SliceMessage> stored = slices.stream().map(JournalRows.Row::message).toList();
    require(
        announced.equals(stored),
        "the outcome stream has "
            + announced.size()
            + " slices, the journal "
            + stored.size()
            + "; or they differ");
    long backlog = fixture.backlog(shard);
    require(backlog == 0, "I8: " + backlog + " decided entries are not trimmed");
  }

  private ShardState state() {
    Shards.Locked locked = fixture.transactions().execute(status -> fixture.shards().lock(shard));
    return Objects.requireNonNull(locked).state();
  }

  private static @Nullable EntryId entry(JournalElement element) {
    return switch (element) {
      case JournalElement.Decided decided -> decided.entry();
      case JournalElement.Unread unread -> unread.entry();
      case JournalElement.Changed _ -> null;
    };
  }

  private static @Nullable Outcome outcome(JournalElement element) {
    return switch (element) {
      case JournalElement.Decided decided -> decided.outcome();
      case JournalElement.Unread unread -> unread.outcome();
      case JournalElement.Changed _ -> null;
    };
  }

  private void require(boolean kept, String message) {
    if (!kept) {
      broken.add(message);
    }
  }
}
