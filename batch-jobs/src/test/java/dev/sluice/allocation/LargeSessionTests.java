package dev.sluice.allocation;

import static dev.sluice.allocation.SessionBuilder.HALL;
import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.aReservation;
import static dev.sluice.allocation.SessionBuilder.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.allocation.seating.Hall;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A place costs the same in a section of any size, to load and to decide: no row is looked at from
 * end to end for one of its seats.
 */
class LargeSessionTests {

  private static final UUID SESSION = uuid("session");
  private static final int QUANTITY = 8;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  /**
   * Ten times the places take ten times as long, and some more for the processor's caches. Seen to
   * fail where the runs of a row were looked for again at each change, though it is full of them:
   * 20,000 places took 0.8 s instead of 0.04, and ten times as many did not end in minutes.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tenTimesThePlacesTakeNoMoreThanThirtyTimesAsLong(boolean generalAdmission) {
    Duration small = best(() -> sellOut(20_000, generalAdmission));
    Duration large = best(() -> sellOut(200_000, generalAdmission));
    assertThat(large).isLessThan(small.multipliedBy(30));
  }

  private static Duration best(Runnable work) {
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      long start = CLOCK.getCurrentThreadCpuTime();
      work.run();
      best = Math.min(best, CLOCK.getCurrentThreadCpuTime() - start);
    }
    return Duration.ofNanos(best);
  }

  /** Every second place is loaded as sold, the others are sold here and given back. */
  private static void sellOut(int places, boolean generalAdmission) {
    Hall hall = hall(places, generalAdmission);
    var snapshot = new Snapshot();
    snapshot.add(SESSION, hall, terms(), true, sold(places));
    int requests = places / 2 / QUANTITY;
    decide(snapshot, requests, i -> wanted(hall, 2 * i * QUANTITY, generalAdmission));
    assertThat(snapshot.getCounts(SESSION).free()).isZero();
    decide(snapshot, requests, i -> new Command.Cancel(new UUID(i, 0), List.of()));
    assertThat(snapshot.getCounts(SESSION).free()).isEqualTo(places / 2);
  }

  private static void decide(Snapshot snapshot, int requests, IntFunction<Command> commands) {
    var entries = new ArrayList<Incoming>();
    for (int i = 0; i < requests; i++) {
      Command command = commands.apply(i);
      UUID id = new UUID(i, command instanceof Command.Cancel ? 1 : 0);
      var request = new Request(id, SESSION, "customer-" + i, new Digest(i, i), command);
      entries.add(new Incoming.Readable(new EntryId(NOON.toEpochMilli(), i), request));
    }
    Decision decision = Allocation.decide(snapshot, entries, SliceTime.at(NOON), 1);
    assertThat(decision.counts().granted()).isEqualTo(requests);
  }

  /** In general admission any places; in a row as long, those in its middle would be looked for. */
  private static Command wanted(Hall hall, int from, boolean generalAdmission) {
    if (generalAdmission) {
      return new Command.ReserveBest(List.of("GOLD"), QUANTITY, QUANTITY, true, null);
    }
    var labels = new ArrayList<String>();
    for (int i = 0; i < QUANTITY; i++) {
      labels.add(hall.label(from + 2 * i));
    }
    return new Command.ReserveNamed(labels, null);
  }

  private static List<Reservation> sold(int places) {
    var sold = new ArrayList<Reservation>();
    for (int seat = 1; seat < places; seat += 2) {
      sold.add(
          aReservation("sold-" + seat)
              .by("sold-" + seat)
              .of(seat)
              .in(ReservationStatus.CONFIRMED)
              .build(SESSION));
    }
    return sold;
  }

  private static Hall hall(int places, boolean generalAdmission) {
    var seats = new ArrayList<Hall.Seat>();
    for (int place = 1; place <= places; place++) {
      seats.add(new Hall.Seat("F-1-" + place, "F", "1", place, generalAdmission));
    }
    return Hall.of(HALL, seats);
  }

  private static Terms terms() {
    return new Terms(
        HALL,
        NOON,
        NOON.plus(Duration.ofDays(1)),
        "EUR",
        Duration.ofMinutes(10),
        QUANTITY,
        List.of(Rung.values()),
        1,
        List.of(new Terms.Price("GOLD", 5_000)),
        List.of(new Terms.SectionGrade("F", "GOLD")));
  }
}
