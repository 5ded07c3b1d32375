package dev.sluice.allocation.snapshot;

import dev.sluice.allocation.seating.BestSeats;
import dev.sluice.allocation.seating.FreeSeats;
import dev.sluice.allocation.seating.Grades;
import dev.sluice.allocation.seating.Hall;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Terms;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One session of a snapshot: terms, seats and reservations, with what the rules ask of them. */
public final class SessionState {

  private final UUID id;
  private final Hall hall;
  private final Terms terms;
  private final Grades grades;
  private final FreeSeats free;
  private final BestSeats best;
  private final @Nullable UUID[] owners;
  private final Map<UUID, Reservation> reservations = new HashMap<>();
  private final Expiries expiries = new Expiries(this);
  private final Waiters waiters = new Waiters(this);
  private final Map<String, Integer> seatsOfCustomers = new HashMap<>();
  private final int[] heldInGrade;
  private int taken;
  private int held;
  private boolean admitted;

  SessionState(UUID id, Hall hall, Terms terms, boolean admitted) {
    this.id = id;
    this.hall = hall;
    this.terms = terms;
    this.admitted = admitted;
    this.grades = new Grades(hall, terms);
    this.free = new FreeSeats(hall, grades);
    this.best = new BestSeats(hall, grades, free);
    this.owners = new UUID[hall.size()];
    this.heldInGrade = new int[grades.count()];
  }

  /** The session's id. */
  public UUID id() {
    return id;
  }

  /** Whose seats are sold. */
  public Hall hall() {
    return hall;
  }

  /** On which terms. */
  public Terms terms() {
    return terms;
  }

  /** The grades of its seats, and what they cost. */
  public Grades grades() {
    return grades;
  }

  /** Which seats are free. */
  public FreeSeats free() {
    return free;
  }

  /** Finds the best of them. */
  public BestSeats best() {
    return best;
  }

  /** Its holds and waits by their ends. */
  public Expiries expiries() {
    return expiries;
  }

  /** Who waits for its seats. */
  public Waiters waiters() {
    return waiters;
  }

  /** Whether the journal knows its terms. */
  public boolean isAdmitted() {
    return admitted;
  }

  /** The reservation of that id, dead ones too until they are forgotten; null if there is none. */
  public @Nullable Reservation find(UUID reservation) {
    return reservations.get(reservation);
  }

  /** All reservations, dead ones too until they are forgotten, in no order. */
  public Collection<Reservation> reservations() {
    return Collections.unmodifiableCollection(reservations.values());
  }

  /** Id of the reservation that has the seat; null if none has. */
  public @Nullable UUID owner(int seat) {
    return owners[seat];
  }

  /** How many seats the customer has. */
  public int seatsOf(String customer) {
    return seatsOfCustomers.getOrDefault(customer, 0);
  }

  /** How many seats of the grade wait for payment. */
  public int heldInGrade(int grade) {
    return heldInGrade[grade];
  }

  /** What it takes of the memory, in seats and reservations. */
  long places() {
    return (long) hall.size() + reservations.size();
  }

  /** Where the seats are. */
  Snapshot.SeatCounts counts() {
    return new Snapshot.SeatCounts(
        hall.size(), free.count(), held, taken - held, hall.size() - free.count() - taken);
  }

  /** Where it stands, changed last by the element of that number. */
  public SessionChange.Standing standing(long number) {
    Reservation next = expiries.peek();
    return new SessionChange.Standing(number, counts(), next == null ? null : next.holdExpiresAt());
  }

  /**
   * Carries a change out.
   *
   * @throws IllegalStateException if it does not fit what is here, or a seat to be taken is not
   *     free: the rules are wrong, and the snapshot is of no use any more
   */
  public void apply(Change change) {
    switch (change) {
      case Change.Looked _, Change.Owed _ -> {}
      case Change.Admitted _ -> admitted = true;
      case Change.Begun(Reservation reservation) -> replace(null, reservation);
      case Change.Queued(Waiter waiter) -> {
        replace(null, waiter.reservation());
        waiters.add(waiter);
      }
      case Change.Continued(Reservation before, Reservation after) -> replace(before, after);
    }
  }

  private void replace(@Nullable Reservation before, Reservation after) {
    if (!Objects.equals(reservations.get(after.id()), before)) {
      throw new IllegalStateException(
          "Reservation " + after.id() + " is not what the rules took it for");
    }
    put(after);
  }

  /**
   * Puts the reservation in the place of the one of its id, if there is one. Seats that only the
   * old one has are free after it, those that only the new one has are taken. A live reservation is
   * never judged by terms: seats outside them are its own until it gives them back, and then not on
   * sale.
   *
   * @throws IllegalStateException if a seat to be taken is not free
   */
  void put(Reservation after) {
    Reservation before = reservations.put(after.id(), after);
    if (before != null) {
      if (before.status() == ReservationStatus.WAITING) {
        waiters.remove(before.id());
      }
      free.giveBack(onSale(before.takenSeats()));
      count(before, -1, null);
    }
    free.take(onSale(after.takenSeats()));
    count(after, 1, after.id());
    boolean ends =
        after.status() == ReservationStatus.HELD || after.status() == ReservationStatus.WAITING;
    if (ends && !isQueued(before, after)) {
      expiries.add(after);
    }
  }

  /** Puts one that waits: it is found by what it waits for, too. */
  void put(Waiter waiter) {
    put(waiter.reservation());
    waiters.add(waiter);
  }

  /**
   * Whatever makes it a hold or a wait, or moves its end, queues that end, a payment that was
   * declined too; a hold that shrinks is queued.
   */
  private static boolean isQueued(@Nullable Reservation before, Reservation after) {
    return before != null
        && before.status() == after.status()
        && before.holdExpiresAt().equals(after.holdExpiresAt());
  }

  /**
   * Lets go of a dead reservation: whether its id was granted is found in the tables from now on.
   */
  void forget(UUID reservation) {
    reservations.computeIfPresent(reservation, (id, dead) -> dead.status().isLive() ? dead : null);
  }

  private int[] onSale(int[] seats) {
    for (int seat : seats) {
      if (grades.ofSeat(seat) == Grades.NONE) {
        return IntStream.of(seats).filter(each -> grades.ofSeat(each) != Grades.NONE).toArray();
      }
    }
    return seats;
  }

  private void count(Reservation reservation, int step, @Nullable UUID owner) {
    int[] seats = reservation.takenSeats();
    if (seats.length == 0) {
      return;
    }
    for (int seat : seats) {
      owners[seat] = owner;
    }
    seatsOfCustomers.merge(
        reservation.customer(),
        step * seats.length,
        (one, other) -> one + other == 0 ? null : one + other);
    waiters.rearrange(reservation.customer());
    taken += step * seats.length;
    if (reservation.status().isUnpaid()) {
      held += step * seats.length;
      for (int seat : seats) {
        int grade = grades.ofSeat(seat);
        if (grade != Grades.NONE) {
          heldInGrade[grade] += step;
        }
      }
    }
  }
}
