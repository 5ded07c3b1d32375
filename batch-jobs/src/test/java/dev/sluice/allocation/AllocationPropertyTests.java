package dev.sluice.allocation;

import static dev.sluice.allocation.NaiveDatabase.describe;
import static dev.sluice.allocation.TestShard.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionChange;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalReader;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random slices, against a naive model of the rules and a naive database.
 *
 * <p>Seen to fail, each alone, with: no look whether named seats are free; the limit forgotten, off
 * by one, or not cutting the quantity; released forgotten, or told of seats that stay; taken told
 * of seats that were its own; the owner at the start overwritten by a later one; a reservation both
 * created and changed; holds that outlive their instant, end in another order, end after they were
 * given back, are never queued, or only end in the first session named; dead reservations
 * forgotten; counts of held seats and of a customer's seats that only rise; run lengths left as
 * they were, or refreshed for one row of several; singles left beside a block; aisles overlooked;
 * ties to the higher ordinal; a foreign reservation cancelled; a wrong amount or number; a digest
 * not compared; a clock read in a rule; a dead reservation forgotten and not recalled; the decided
 * instant taken for the accepted one in each rule and before it, and the other way round; clocks
 * that are apart not looked at; an entry that was queued again judged by its new id; the next due
 * instant of a session that of any of its holds, or of one that has ended; a pulse that ends
 * nothing, or ends what is not due.
 */
class AllocationPropertyTests {

  private static final int SLICES = 80;

  /** By hand, more: {@code -Dallocation.seeds=...}. */
  private static final int SEEDS = Integer.getInteger("allocation.seeds", 12);

  @ParameterizedTest
  @ValueSource(longs = {0, 100_000, 200_000, 300_000, 400_000, 500_000})
  void decidesAsTheOracleAndChangesTheDatabaseToTheSameState(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + SEEDS; seed++) {
      run(seed);
    }
  }

  private static void run(long seed) {
    var shard = new RandomShard(seed);
    var oracle = new Oracle();
    var database = new NaiveDatabase();
    shard.sessions().forEach(oracle::add);
    shard.sessions().forEach(database::add);
    Snapshot living = load(database);
    long number = 1;
    for (int i = 0; i < SLICES; i++) {
      String step = "seed " + seed + ", slice " + i;
      List<Incoming> slice = shard.nextSlice();
      SliceTime now = shard.nextTime();
      Decision again = Allocation.decide(load(database), slice, now, number);
      database.recall(living, slice);
      Decision decision = Allocation.decide(living, slice, now, number);
      assertSame(step, decision, again);
      assertDecidedAsBy(oracle, step, decision, slice, now, number);
      database.apply(decision);
      shard.note(decision);
      database.check(living);
      assertStandings(step, living, decision);
      number += decision.elements().size();
    }
  }

  /** A living snapshot and one just loaded decide and change the same. */
  private static void assertSame(String step, Decision one, Decision other) {
    assertThat(JournalWriter.write(one.elements()))
        .as(step)
        .isEqualTo(JournalWriter.write(other.elements()));
    assertThat(describe(one.created())).isEqualTo(describe(other.created()));
    assertThat(describe(one.changed())).isEqualTo(describe(other.changed()));
    assertThat(describe(one.served())).isEqualTo(describe(other.served()));
    assertThat(describe(one.dequeued())).isEqualTo(describe(other.dequeued()));
    assertThat(one.released()).as(step).isEqualTo(other.released());
    assertThat(one.taken()).as(step).isEqualTo(other.taken());
    assertThat(one.admitted()).as(step).isEqualTo(other.admitted());
    assertThat(one.counts()).as(step).isEqualTo(other.counts());
  }

  /** What is told of a session that changed is what its reservations say. */
  private static void assertStandings(String step, Snapshot snapshot, Decision decision) {
    for (SessionChange change : decision.changes()) {
      SessionChange.Standing standing = change.standing();
      assertThat(standing.seats()).as(step).isEqualTo(snapshot.getCounts(change.session()));
      assertThat(Optional.ofNullable(standing.nextDueAt()))
          .as(step)
          .isEqualTo(
              snapshot.listReservations(change.session()).stream()
                  .filter(
                      reservation ->
                          reservation.status() == ReservationStatus.HELD
                              || reservation.status() == ReservationStatus.WAITING)
                  .map(Reservation::holdExpiresAt)
                  .min(Comparator.naturalOrder()));
    }
  }

  private static void assertDecidedAsBy(
      Oracle oracle,
      String step,
      Decision decision,
      List<Incoming> slice,
      SliceTime time,
      long firstNumber) {
    var expected = new ArrayList<JournalElement>();
    for (Incoming entry : slice) {
      switch (entry) {
        case Incoming.Readable readable -> {
          Request request = readable.request();
          Instant accepted = Oracle.accepted(readable, time);
          oracle
              .before(request.session(), accepted, time.decided())
              .forEach(transition -> expected.add(new JournalElement.Changed(transition)));
          Outcome outcome =
              oracle.decide(request, accepted, time.decided(), firstNumber + expected.size());
          expected.add(
              new JournalElement.Decided(
                  readable.entry(), readable.firstAccepted(), request, outcome, null));
          if (outcome instanceof Outcome.Declined || outcome instanceof Outcome.RefundOwed) {
            // The hold that comes back may be over.
            oracle
                .before(request.session(), accepted, time.decided())
                .forEach(transition -> expected.add(new JournalElement.Changed(transition)));
          }
          oracle
              .after(request.session(), accepted, time.decided())
              .forEach(transition -> expected.add(new JournalElement.Changed(transition)));
        }
        case Incoming.Repeated repeated ->
            expected.add(
                new JournalElement.Decided(
                    repeated.entry(),
                    repeated.firstAccepted(),
                    repeated.request(),
                    repeated.first().outcomeOf(repeated.request()),
                    repeated.first()));
        case Incoming.Unreadable unreadable ->
            expected.add(
                new JournalElement.Unread(
                    unreadable.entry(),
                    null,
                    null,
                    null,
                    Digest.NONE,
                    unreadable.source().fields().getOrDefault("payload", new byte[0]),
                    new Outcome.DeadLettered(unreadable.error())));
      }
    }
    assertThat(decision.elements()).as(step).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000_000, 2_000_000})
  void decidesTheSameWhereverSlicesAreCut(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + SEEDS; seed++) {
      var shard = new RandomShard(seed);
      var database = new NaiveDatabase();
      shard.sessions().forEach(database::add);
      Snapshot whole = load(database);
      Snapshot cut = load(database);
      long number = 1;
      for (int i = 0; i < SLICES; i++) {
        List<Incoming> slice = shard.nextSlice();
        SliceTime now = shard.nextTime();
        Decision together = Allocation.decide(whole, slice, now, number);
        var elements = new ArrayList<JournalElement>();
        int granted = 0;
        for (List<Incoming> part : cut(shard, slice)) {
          Decision alone = Allocation.decide(cut, part, now, number + elements.size());
          elements.addAll(alone.elements());
          granted += alone.counts().granted();
        }
        assertThat(JournalWriter.write(elements))
            .as("seed %s, slice %s", seed, i)
            .isEqualTo(JournalWriter.write(together.elements()));
        assertThat(granted).isEqualTo(together.counts().granted());
        database.apply(together);
        shard.note(together);
        database.check(whole);
        database.check(cut);
        number += elements.size();
      }
    }
  }

  private static List<List<Incoming>> cut(RandomShard shard, List<Incoming> slice) {
    var parts = new ArrayList<List<Incoming>>();
    int from = 0;
    for (int to = 1; to <= slice.size(); to++) {
      if (to == slice.size() || shard.nextBoolean()) {
        parts.add(slice.subList(from, to));
        from = to;
      }
    }
    return parts;
  }

  /** What the journal gives back is what was decided, so that a replay can start from it. */
  @Test
  void survivesTheJournal() {
    var shard = new RandomShard(7);
    var database = new NaiveDatabase();
    shard.sessions().forEach(database::add);
    Snapshot snapshot = load(database);
    for (int i = 0; i < SLICES; i++) {
      Decision decision =
          Allocation.decide(snapshot, shard.nextSlice(), shard.nextTime(), 1 + 100L * i);
      shard.note(decision);
      byte[] journal = JournalWriter.write(decision.elements());
      assertThat(JournalWriter.write(JournalReader.read(journal))).isEqualTo(journal);
    }
  }

  /** The generator is worth something only if it reaches every answer. */
  @Test
  void theGeneratorReachesEveryOutcome() {
    Map<String, Integer> seen = new HashMap<>();
    Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
    for (long seed = 0; seed < 200; seed++) {
      var shard = new RandomShard(seed);
      var database = new NaiveDatabase();
      shard.sessions().forEach(database::add);
      Snapshot snapshot = load(database);
      for (int i = 0; i < SLICES; i++) {
        Decision decision =
            Allocation.decide(snapshot, shard.nextSlice(), shard.nextTime(), 1 + 100L * i);
        shard.note(decision);
        for (JournalElement element : decision.elements()) {
          if (element instanceof JournalElement.Changed(Transition transition)) {
            seen.merge(transition.getClass().getSimpleName(), 1, Integer::sum);
          }
        }
        for (Outcome outcome : outcomes(decision)) {
          seen.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
          if (outcome instanceof Outcome.Rejected rejected) {
            reasons.merge(rejected.reason(), 1, Integer::sum);
          }
        }
      }
    }
    assertThat(seen.values()).as("%s", seen).hasSize(18).allMatch(count -> count > 50);
    assertThat(reasons.values()).as("%s", reasons).hasSize(23).allMatch(count -> count > 50);
  }

  private static Snapshot load(NaiveDatabase database) {
    Snapshot snapshot = database.load();
    snapshot.addUnknown(RandomShard.UNKNOWN);
    return snapshot;
  }
}
