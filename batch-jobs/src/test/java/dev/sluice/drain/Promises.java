package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.EntryId;
import dev.sluice.contract.JournalElement;
import dev.sluice.contract.Outcome;
import dev.sluice.contract.ReservationStatus;
import dev.sluice.contract.ShardKeys;
import dev.sluice.contract.SliceHash;
import dev.sluice.contract.SliceMessage;
import dev.sluice.contract.Transition;
import dev.sluice.contract.Uuids;
import dev.sluice.shard.ShardState;
import dev.sluice.shard.Shards;
import io.lettuce.core.Range;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a shard promises, from what is stored alone: seats sold once (I1), one outcome each
 * (I2), numbers without a gap and hashes that chain (I4), conservation (I8), and the outcome stream
 * against the journal. Seen to fail with planted rows in {@code PromisesIntegrationTests}.
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
    checkCounts(slices);
    checkSeats(slices);
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
    var found = new TreeMap<EntryId, Integer>();
    EntryId last = EntryId.ZERO;
    for (JournalRows.Row slice : slices) {
      for (JournalElement element : slice.elements()) {
        EntryId entry = entry(element);
        if (entry != null) {
          found.merge(entry, 1, Integer::sum);
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

  /** I8: a slice's counts are those of its elements. */
  private void checkCounts(List<JournalRows.Row> slices) {
    for (JournalRows.Row slice : slices) {
      var counted = new int[5];
      for (JournalElement element : slice.elements()) {
        counted[kind(element)]++;
      }
      int[] stored = {
        slice.granted(),
        slice.rejected(),
        slice.duplicates(),
        slice.deadLettered(),
        slice.transitions()
      };
      require(
          Arrays.equals(counted, stored) && slice.waitlisted() == 0,
          "I8: slice "
              + slice.firstNumber()
              + " counts "
              + Arrays.toString(stored)
              + ", and has "
              + Arrays.toString(counted));
    }
  }

  /** I1: the journal alone, the reservations' rows and the seats' rows say the same. */
  private void checkSeats(List<JournalRows.Row> slices) {
    var byJournal = new TreeMap<String, UUID>();
    for (JournalRows.Row slice : slices) {
      slice.elements().forEach(element -> replay(element, byJournal));
    }
    var bySeats = new TreeMap<String, UUID>();
    fixture
        .jdbc()
        .query(
            """
            SELECT rs.session_id, seat.label, rs.reservation_id
            FROM reservation_seat rs JOIN session ON session.id = rs.session_id
            JOIN seat ON seat.hall_id = session.hall_id AND seat.ordinal = rs.seat
            WHERE session.shard = ?
            """,
            row -> {
              UUID session = Uuids.fromBytes(row.getBytes(1));
              bySeats.put(session + " " + row.getString(2), Uuids.fromBytes(row.getBytes(3)));
            },
            shard);
    requireSame("reservation_seat", byJournal, bySeats);
    requireSame("reservation", byJournal, seatsOfReservations());
  }

  private Map<String, UUID> seatsOfReservations() {
    var labels = new HashMap<String, String>();
    fixture
        .jdbc()
        .query(
            """
            SELECT session.id, seat.ordinal, seat.label
            FROM session JOIN seat ON seat.hall_id = session.hall_id WHERE session.shard = ?
            """,
            row -> {
              labels.put(Uuids.fromBytes(row.getBytes(1)) + " " + row.getInt(2), row.getString(3));
            },
            shard);
    var seats = new TreeMap<String, UUID>();
    fixture
        .jdbc()
        .query(
            "SELECT session_id, id, status, seats FROM reservation WHERE shard = ?",
            row -> {
              UUID session = Uuids.fromBytes(row.getBytes(1));
              UUID id = Uuids.fromBytes(row.getBytes(2));
              ByteBuffer ordinals = ByteBuffer.wrap(row.getBytes(4));
              boolean live = ReservationStatus.ofCode(row.getInt(3)).isLive();
              while (live && ordinals.hasRemaining()) {
                String seat = session + " " + labels.get(session + " " + ordinals.getInt());
                UUID other = seats.put(seat, id);
                require(other == null, "I1: " + seat + " belongs to " + other + " and " + id);
              }
            },
            shard);
    return seats;
  }

  private void replay(JournalElement element, Map<String, UUID> seats) {
    switch (element) {
      case JournalElement.Decided decided -> {
        UUID session = decided.request().session();
        switch (decided.outcome()) {
          case Outcome.Held held -> take(session, held.seats(), held.reservation(), seats);
          case Outcome.Cancelled cancelled ->
              free(session, cancelled.seats(), cancelled.reservation(), seats);
          case Outcome.Rejected _, Outcome.Duplicate _, Outcome.DeadLettered _ -> {}
        }
      }
      case JournalElement.Unread _ -> {}
      case JournalElement.Changed changed -> {
        switch (changed.transition()) {
          case Transition.SessionAdmitted _ -> {}
          case Transition.HoldExpired expired ->
              free(expired.session(), expired.seats(), expired.reservation(), seats);
        }
      }
    }
  }

  private void take(UUID session, List<String> labels, UUID id, Map<String, UUID> seats) {
    for (String label : labels) {
      UUID other = seats.put(session + " " + label, id);
      require(
          other == null, "I1: " + label + " was given to " + id + " while " + other + " had it");
    }
  }

  private void free(UUID session, List<String> labels, UUID id, Map<String, UUID> seats) {
    for (String label : labels) {
      boolean had = seats.remove(session + " " + label, id);
      require(had, "I1: " + id + " gave back " + label + ", which it had not");
    }
  }

  /** Dead letters: a row for each, and no others. */
  private void checkDeadLetters(List<JournalRows.Row> slices) {
    var expected = new TreeSet<Long>();
    for (JournalRows.Row slice : slices) {
      List<JournalElement> elements = slice.elements();
      for (int i = 0; i < elements.size(); i++) {
        if (kind(elements.get(i)) == 3) {
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

  private void requireSame(String table, Map<String, UUID> journal, Map<String, UUID> rows) {
    for (Map.Entry<String, UUID> seat : journal.entrySet()) {
      require(
          seat.getValue().equals(rows.get(seat.getKey())),
          "I1: "
              + seat.getKey()
              + " belongs to "
              + seat.getValue()
              + " by the journal, to "
              + rows.get(seat.getKey())
              + " by "
              + table);
    }
    for (String seat : rows.keySet()) {
      require(
          journal.containsKey(seat), "I1: " + seat + " is free by the journal, not by " + table);
    }
  }

  private static @Nullable EntryId entry(JournalElement element) {
    return switch (element) {
      case JournalElement.Decided decided -> decided.entry();
      case JournalElement.Unread unread -> unread.entry();
      case JournalElement.Changed _ -> null;
    };
  }

  /** 0 granted, 1 rejected, 2 duplicate, 3 dead letter, 4 transition. */
  private static int kind(JournalElement element) {
    return switch (element) {
      case JournalElement.Decided decided -> kind(decided.outcome());
      case JournalElement.Unread unread -> kind(unread.outcome());
      case JournalElement.Changed _ -> 4;
    };
  }

  private static int kind(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Held _, Outcome.Cancelled _ -> 0;
      case Outcome.Rejected _ -> 1;
      case Outcome.Duplicate _ -> 2;
      case Outcome.DeadLettered _ -> 3;
    };
  }

  private void require(boolean kept, String message) {
    if (!kept) {
      broken.add(message);
    }
  }
}
