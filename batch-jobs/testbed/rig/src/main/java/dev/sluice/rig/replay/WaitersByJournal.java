package dev.sluice.rig.replay;

import dev.sluice.contract.Limits;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.rig.evidence.table.JournalLine;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for seats of a session by its lines of the journal, the first one first. It does not
 * know which seats are beside each other: but who got seats that somebody in front would have taken
 * as they are has jumped the queue.
 */
final class WaitersByJournal {

  private final Consumer<Breach> breaches;
  private final ToIntFunction<String> seatsOfCustomer;
  private final Map<UUID, Wait> waits = new LinkedHashMap<>();
  private final Set<UUID> aside = new HashSet<>();
  private long slice;

  /**
   * Nobody waits yet.
   *
   * @param seatsOfCustomer how many seats a customer has when it is asked
   */
  WaitersByJournal(Consumer<Breach> breaches, ToIntFunction<String> seatsOfCustomer) {
    this.breaches = breaches;
    this.seatsOfCustomer = seatsOfCustomer;
  }

  /** A request begins to wait; the first instant at which its wait is over is the one told. */
  void begin(
      JournalLine line,
      Request request,
      Outcome.Waitlisted waitlisted,
      Instant accepted,
      @Nullable Terms terms) {
    if (!(request.command() instanceof Command.ReserveBest wish) || !wish.waitlist()) {
      breach("I8", line + " lets wait who did not ask for it: " + request);
      return;
    }
    if (waitlisted.position() != waits.size() + 1) {
      breach("I5", line + " is told place " + waitlisted.position() + " behind " + waits.size());
    }
    if (!accepted.isBefore(waitlisted.until())
        || (terms != null && !waitlisted.until().equals(end(wish, terms)))) {
      breach("I7", line + " waits until " + waitlisted.until());
    }
    long own = waits.values().stream().filter(w -> w.customer.equals(request.customer())).count();
    if (own >= Limits.WAITERS_PER_CUSTOMER_MAX || waits.size() >= Limits.WAITERS_PER_SESSION_MAX) {
      breach("I8", line + " lets " + request.customer() + " wait once too often");
    }
    waits.put(request.id(), new Wait(request.customer(), wish, waitlisted.until()));
  }

  private static Instant end(Command.ReserveBest wish, Terms terms) {
    Instant until = wish.until();
    return until != null && until.isBefore(terms.closesAt()) ? until : terms.closesAt();
  }

  /** It waits no longer, and got no seats. */
  void end(JournalLine line, UUID reservation) {
    if (waits.remove(reservation) == null) {
      breach("I8", line + " ends the wait of " + reservation + ", which does not wait");
    }
  }

  /**
   * It gets seats that were freed at an instant, before they count as its customer's.
   *
   * @param freed of which the wait must not be over
   */
  void serve(
      JournalLine line,
      UUID reservation,
      List<String> seats,
      Instant freed,
      @Nullable Terms terms,
      @Nullable PriceList prices) {
    Wait wait = waits.get(reservation);
    if (wait == null) {
      breach("I8", line + " serves " + reservation + ", which does not wait");
      return;
    }
    if (!freed.isBefore(wait.until)) {
      breach("I7", line + " serves " + reservation + ", which waited until " + wait.until);
    }
    if (seats.size() < wait.wish.minimum() || seats.size() > wait.wish.quantity()) {
      breach("I8", line + " gives " + seats + " to " + wait.wish);
    }
    if (terms != null && prices != null) {
      if (!wait.wantsTogether(prices, seats)) {
        breach("I8", line + " gives " + seats + " to " + wait.wish);
      }
      if (seats.size() > allowance(terms, wait)) {
        breach("I8", line + " gives " + wait.customer + " more seats than one may have");
      }
      requireNobodyInFront(line, reservation, seats, wait.wish.adjacent(), terms, prices);
    }
    waits.remove(reservation);
  }

  /** A request got seats at once: everybody who waits stands in front of it. */
  void requireNobodyInFront(
      JournalLine line,
      Request request,
      List<String> seats,
      @Nullable Terms terms,
      @Nullable PriceList prices) {
    if (waits.isEmpty() || terms == null || prices == null) {
      return;
    }
    // Who names seats may take some that no rung would have found for others.
    boolean named = request.command() instanceof Command.ReserveNamed;
    boolean adjacent = request.command() instanceof Command.ReserveBest best && best.adjacent();
    if (!named || terms.ladder().contains(Rung.SPLIT)) {
      requireNobodyInFront(line, request.id(), seats, adjacent, terms, prices);
    }
  }

  private void requireNobodyInFront(
      JournalLine line,
      UUID taker,
      List<String> seats,
      boolean adjacent,
      Terms terms,
      PriceList prices) {
    beginSlice(line);
    for (Map.Entry<UUID, Wait> each : waits.entrySet()) {
      Wait wait = each.getValue();
      if (each.getKey().equals(taker)) {
        return;
      }
      boolean same = !wait.wish.adjacent() || adjacent || seats.size() == 1;
      if (same
          && !aside.contains(each.getKey())
          && line.decided().at().isBefore(wait.until)
          && wait.wish.minimum() <= seats.size()
          && wait.wish.quantity() >= seats.size()
          && wait.wantsTogether(prices, seats)
          && allowance(terms, wait) >= seats.size()) {
        breach("I5", line + " gives " + seats + " to " + taker + " before " + each.getKey());
        return;
      }
    }
  }

  /** The rest of the slice passes it over. */
  void putAside(JournalLine line, UUID reservation) {
    beginSlice(line);
    aside.add(reservation);
  }

  /** Whether this slice passes it over. */
  boolean isAside(JournalLine line, UUID reservation) {
    beginSlice(line);
    return aside.contains(reservation);
  }

  private void beginSlice(JournalLine line) {
    if (line.decided().slice() != slice) {
      slice = line.decided().slice();
      aside.clear();
    }
  }

  private int allowance(Terms terms, Wait wait) {
    return terms.seatsPerCustomerMax() - seatsOfCustomer.applyAsInt(wait.customer);
  }

  private void breach(String promise, String text) {
    breaches.accept(new Breach(promise, text));
  }

  private record Wait(String customer, Command.ReserveBest wish, Instant until) {

    /** All of one grade, and that a wanted one. */
    private boolean wantsTogether(PriceList prices, List<String> seats) {
      return wish.grades().stream()
          .anyMatch(
              grade ->
                  seats.stream()
                      .allMatch(seat -> prices.grade(seat).filter(grade::equals).isPresent()));
    }
  }
}
