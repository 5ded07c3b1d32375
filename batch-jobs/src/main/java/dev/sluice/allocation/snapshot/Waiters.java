package dev.sluice.allocation.snapshot;

import dev.sluice.allocation.seating.BestSeats;
import dev.sluice.contract.outcome.Rung;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for seats of a session, first come first. They stand in lines: those of a line want the
 * same of the same grade, so whether its first one fits is a few comparisons, and one who cannot
 * fit is never looked at, however many of them wait. Who would be above the customer's limit with
 * the least that helps stands in no line until the customer has fewer seats.
 */
public final class Waiters {

  private final SessionState session;
  private final Map<UUID, Place> places = new HashMap<>();
  private final Map<String, List<Place>> ofCustomers = new HashMap<>();
  private final Map<Want, NavigableMap<Long, Waiter>> lines = new HashMap<>();

  Waiters(SessionState session) {
    this.session = session;
  }

  /** Whether nobody waits. */
  public boolean isEmpty() {
    return places.isEmpty();
  }

  /** How many wait. */
  public int size() {
    return places.size();
  }

  /** How many requests of the customer wait. */
  public int countOf(String customer) {
    return ofCustomers.getOrDefault(customer, List.of()).size();
  }

  /** All of them, in no order. */
  public List<Waiter> list() {
    return places.values().stream().map(place -> place.waiter).toList();
  }

  /**
   * The first behind a number for whom seats are free that it would take, by its customer's limit,
   * too; null if there is none.
   */
  public @Nullable Waiter findNext(long number) {
    Waiter next = null;
    for (Map.Entry<Want, NavigableMap<Long, Waiter>> line : lines.entrySet()) {
      Map.Entry<Long, Waiter> first = line.getValue().higherEntry(number);
      if (first != null
          && (next == null || first.getKey() < next.number())
          && isFree(line.getKey())) {
        next = first.getValue();
      }
    }
    return next;
  }

  void add(Waiter waiter) {
    var place = new Place(waiter);
    places.put(waiter.reservation().id(), place);
    ofCustomers
        .computeIfAbsent(waiter.reservation().customer(), _ -> new ArrayList<>(1))
        .add(place);
    queue(place);
  }

  void remove(UUID reservation) {
    Place place = places.remove(reservation);
    if (place != null) {
      leave(place);
      ofCustomers.computeIfPresent(
          place.waiter.reservation().customer(),
          (_, all) -> {
            all.remove(place);
            return all.isEmpty() ? null : all;
          });
    }
  }

  /** The customer has more seats than before, or fewer: so what is wanted is another number. */
  void rearrange(String customer) {
    if (places.isEmpty()) {
      return;
    }
    for (Place place : ofCustomers.getOrDefault(customer, List.of())) {
      leave(place);
      queue(place);
    }
  }

  private void queue(Place place) {
    Waiter waiter = place.waiter;
    int allowance =
        session.terms().seatsPerCustomerMax() - session.seatsOf(waiter.reservation().customer());
    int most = Math.min(waiter.wish().quantity(), allowance);
    if (most < waiter.wish().minimum()) {
      return;
    }
    for (String name : waiter.wish().grades()) {
      var want =
          new Want(
              session.grades().indexOf(name),
              waiter.wish().adjacent(),
              waiter.wish().minimum(),
              most);
      place.wants.add(want);
      lines.computeIfAbsent(want, _ -> new TreeMap<>()).put(waiter.number(), waiter);
    }
  }

  private void leave(Place place) {
    for (Want want : place.wants) {
      lines.computeIfPresent(
          want,
          (_, line) -> {
            line.remove(place.waiter.number());
            return line.isEmpty() ? null : line;
          });
    }
    place.wants.clear();
  }

  private boolean isFree(Want want) {
    int most = Math.min(want.quantity, session.free().inGrade(want.grade));
    for (int quantity = most; quantity >= want.minimum; quantity--) {
      for (Rung rung : session.terms().ladder()) {
        if (BestSeats.allows(rung, want.adjacent, quantity)
            && session.best().fits(rung, want.grade, quantity)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What all of a line want: at least the minimum, at most the quantity. */
  private record Want(int grade, boolean adjacent, int minimum, int quantity) {}

  /** A waiter with the lines that it stands in. */
  private static final class Place {

    private final Waiter waiter;
    private final List<Want> wants = new ArrayList<>(1);

    private Place(Waiter waiter) {
      this.waiter = waiter;
    }
  }
}
