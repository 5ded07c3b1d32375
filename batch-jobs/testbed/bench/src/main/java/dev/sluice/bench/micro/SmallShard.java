package dev.sluice.bench.micro;

import dev.sluice.allocation.Incoming;
import dev.sluice.allocation.SliceTime;
import dev.sluice.allocation.seating.Hall;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.bench.world.BenchSession;
import dev.sluice.bench.world.Demand;
import dev.sluice.bench.world.Mix;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** One session with 10,000 seats, and slices of requests for it. */
final class SmallShard {

  /** Requests of a slice. */
  static final int SLICE = 4_096;

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  static final SliceTime TIME = SliceTime.at(NOW);

  private static final int SECTIONS = 20;
  private static final int ROWS = 20;
  private static final int SEATS_PER_ROW = 25;
  private static final UUID SESSION = new UUID(1, 1);
  private static final UUID HALL = new UUID(2, 2);

  private final List<Hall.Seat> seats = new ArrayList<>();
  private final Hall hall;
  private final Terms terms;

  SmallShard() {
    var sections = new ArrayList<Terms.SectionGrade>();
    for (int section = 0; section < SECTIONS; section++) {
      String name = "S" + section;
      sections.add(new Terms.SectionGrade(name, section < SECTIONS / 2 ? "GOLD" : "SILVER"));
      for (int row = 1; row <= ROWS; row++) {
        for (int seat = 1; seat <= SEATS_PER_ROW; seat++) {
          seats.add(
              new Hall.Seat(
                  name + "-" + row + "-" + seat, name, Integer.toString(row), seat, false));
        }
      }
    }
    hall = Hall.of(HALL, seats);
    terms =
        new Terms(
            HALL,
            NOW.minusSeconds(60),
            NOW.plusSeconds(60),
            "EUR",
            Duration.ofMinutes(10),
            8,
            List.of(Rung.WITHOUT_ORPHANS, Rung.ADJACENT, Rung.SAME_SECTION, Rung.SPLIT),
            1,
            List.of(new Terms.Price("GOLD", 12_000), new Terms.Price("SILVER", 8_000)),
            sections);
  }

  /** Nothing is taken yet. */
  Snapshot snapshot() {
    var snapshot = new Snapshot();
    snapshot.add(SESSION, hall, terms, true, List.of());
    return snapshot;
  }

  /** A slice of requests for one named seat each. */
  List<Incoming> named(Mix mix) {
    var session = new BenchSession(SESSION, seats.stream().map(Hall.Seat::label).toList());
    return entries(Demand.draw(new Random(1), List.of(session), SLICE, mix).requests());
  }

  /** A slice of requests for the two best neighbours of either grade: all are granted. */
  List<Incoming> best() {
    var random = new Random(2);
    var requests = new ArrayList<Request>();
    for (int i = 0; i < SLICE; i++) {
      requests.add(
          Request.of(
              new UUID(random.nextLong(), random.nextLong()),
              SESSION,
              "customer-" + i,
              new Command.ReserveBest(List.of("GOLD", "SILVER"), 2, 2, true, null)));
    }
    return entries(requests);
  }

  private static List<Incoming> entries(List<Request> requests) {
    var entries = new ArrayList<Incoming>();
    for (Request request : requests) {
      entries.add(new Incoming.Readable(new EntryId(NOW.toEpochMilli(), entries.size()), request));
    }
    return entries;
  }
}
