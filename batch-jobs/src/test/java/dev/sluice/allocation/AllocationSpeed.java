package dev.sluice.allocation;

import static dev.sluice.allocation.SessionBuilder.HALL;
import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.uuid;

import com.sun.management.ThreadMXBean;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * How fast {@code decide} is and what it allocates, for those who change it: run {@code main}. Not
 * a test, as a threshold would measure the machine.
 */
final class AllocationSpeed {

  private static final UUID SESSION = uuid("session");

  /** Time of this thread alone, so that what else runs counts less. */
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int SLICE = 4_096;
  private static final int ROUNDS = 40;

  private AllocationSpeed() {}

  public static void main(String[] args) {
    var small = hall(10, 20, 25);
    var arena = hall(50, 15, 20);
    var random = new Random(1);
    measure("5,000 seats, named and best, mixed", small, 2_750, 0, i -> mixed(random, small));
    measure("5,000 seats, sold out, best", small, 40_960, 5_000, i -> best(random, 4, false));
    measure("5,000 seats, sold out, named", small, 40_960, 5_000, i -> named(random, small, 2));
    measure("15,000 seats, neighbours", arena, 40_960, 0, i -> best(random, 1, true));
    measure(
        "15,000 seats, neighbours, nearly sold", arena, 40_960, 13_500, i -> best(random, 2, true));
    measure("15,000 seats, any, nearly sold", arena, 40_960, 14_500, i -> best(random, 4, false));
  }

  private static void measure(
      String name, Hall hall, int requests, int sold, IntFunction<Command> commands) {
    long best = Long.MAX_VALUE;
    long fewest = Long.MAX_VALUE;
    double granted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var snapshot = new Snapshot();
      snapshot.add(SESSION, hall, terms(hall), true, sold(hall, sold));
      List<List<Incoming>> slices = slices(requests, commands);
      int grants = 0;
      long number = 100_000;
      long allocated = THREAD.getCurrentThreadAllocatedBytes();
      long start = THREAD.getCurrentThreadCpuTime();
      for (List<Incoming> slice : slices) {
        Decision decision = Allocation.decide(snapshot, slice, SliceTime.at(NOON), number);
        number += decision.elements().size();
        grants += decision.counts().granted();
      }
      best = Math.min(best, THREAD.getCurrentThreadCpuTime() - start);
      fewest = Math.min(fewest, THREAD.getCurrentThreadAllocatedBytes() - allocated);
      granted = 100.0 * grants / requests;
    }
    System.out.printf(
        "%-40s %,10.0f decisions/s, %6.2f us and %5d bytes each, %4.1f %% granted%n",
        name, requests * 1e9 / best, best / 1e3 / requests, fewest / requests, granted);
  }

  private static List<List<Incoming>> slices(int requests, IntFunction<Command> commands) {
    var slices = new ArrayList<List<Incoming>>();
    var slice = new ArrayList<Incoming>();
    for (int i = 0; i < requests; i++) {
      if (slice.size() == SLICE) {
        slices.add(slice);
        slice = new ArrayList<>();
      }
      var request =
          new Request(
              new UUID(i, 7), SESSION, "customer-" + i, new Digest(i, i), commands.apply(i));
      slice.add(new Incoming.Readable(new EntryId(NOON.toEpochMilli(), i), request));
    }
    slices.add(slice);
    return slices;
  }

  private static Command mixed(Random random, Hall hall) {
    return random.nextInt(3) == 0 ? named(random, hall, 1) : best(random, 1, random.nextBoolean());
  }

  private static Command named(Random random, Hall hall, int seats) {
    var labels = new ArrayList<String>();
    for (int i = 0; i < seats; i++) {
      labels.add(hall.label(random.nextInt(hall.size())));
    }
    return new Command.ReserveNamed(labels, null);
  }

  private static Command best(Random random, int minimum, boolean adjacent) {
    int quantity = Math.max(minimum, 1 + random.nextInt(4));
    List<String> grades = random.nextBoolean() ? List.of("P0", "P1", "P2", "P3") : List.of("P1");
    return new Command.ReserveBest(grades, quantity, minimum, adjacent, null);
  }

  /** All but some seats by chance are sold, to one customer each. */
  private static List<Reservation> sold(Hall hall, int count) {
    var ordinals = new ArrayList<Integer>();
    for (int seat = 0; seat < hall.size(); seat++) {
      ordinals.add(seat);
    }
    Collections.shuffle(ordinals, new Random(2));
    var reservations = new ArrayList<Reservation>();
    for (int seat : ordinals.subList(0, count)) {
      reservations.add(
          SessionBuilder.aReservation("sold-" + seat)
              .by("sold-" + seat)
              .of(seat)
              .in(ReservationStatus.CONFIRMED)
              .build(SESSION));
    }
    return reservations;
  }

  private static Hall hall(int sections, int rows, int seats) {
    var all = new ArrayList<Hall.Seat>();
    for (int section = 0; section < sections; section++) {
      for (int row = 0; row < rows; row++) {
        for (int seat = 1; seat <= seats; seat++) {
          String name = "S" + section;
          all.add(
              new Hall.Seat(
                  name + "-" + row + "-" + seat, name, Integer.toString(row), seat, false));
        }
      }
    }
    return Hall.of(HALL, all);
  }

  private static Terms terms(Hall hall) {
    var sections = new ArrayList<Terms.SectionGrade>();
    for (Hall.Section section : hall.sections()) {
      sections.add(new Terms.SectionGrade(section.name(), "P" + sections.size() % 4));
    }
    return new Terms(
        HALL,
        NOON,
        NOON.plus(Duration.ofDays(1)),
        "EUR",
        Duration.ofMinutes(10),
        8,
        List.of(Rung.values()),
        1,
        List.of(
            new Terms.Price("P0", 9_000),
            new Terms.Price("P1", 7_000),
            new Terms.Price("P2", 5_000),
            new Terms.Price("P3", 3_000)),
        sections);
  }
}
