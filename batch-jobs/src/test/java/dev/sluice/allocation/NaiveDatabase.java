package dev.sluice.allocation;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.allocation.snapshot.Payment;
import dev.sluice.allocation.snapshot.Refund;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.allocation.snapshot.Waiter;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The tables that a slice's changes go to, with their unique keys: deletes first, then inserts, and
 * every statement must meet exactly the rows it names.
 */
final class NaiveDatabase {

  private final Map<UUID, Tables> sessions = new LinkedHashMap<>();

  void add(SessionBuilder session) {
    sessions.put(session.id(), new Tables(session));
  }

  /** A snapshot loaded from here. */
  Snapshot load() {
    var snapshot = new Snapshot();
    for (Tables session : sessions.values()) {
      snapshot.add(
          session.built.id(),
          session.built.hall(),
          session.built.terms(),
          session.admitted,
          session.reservations.values().stream()
              .filter(reservation -> reservation.status() != ReservationStatus.WAITING)
              .toList(),
          session.waiters());
    }
    return snapshot;
  }

  void apply(Decision decision) {
    for (UUID session : decision.admitted().keySet()) {
      assertThat(get(session).admitted).as("admitted before").isFalse();
      get(session).admitted = true;
    }
    for (Decision.SeatChange seat : decision.released()) {
      assertThat(get(seat.session()).seats.remove(seat.seat())).isEqualTo(seat.reservation());
    }
    for (Decision.SeatChange seat : decision.taken()) {
      assertThat(get(seat.session()).seats.putIfAbsent(seat.seat(), seat.reservation()))
          .as("seat_sold_once")
          .isNull();
    }
    for (Reservation created : decision.created()) {
      assertThat(get(created.session()).reservations.putIfAbsent(created.id(), created)).isNull();
    }
    for (Reservation changed : decision.changed()) {
      assertThat(decision.created()).doesNotContain(changed);
      assertThat(get(changed.session()).reservations.put(changed.id(), changed)).isNotNull();
    }
    for (Reservation dequeued : decision.dequeued()) {
      assertThat(get(dequeued.session()).wishes.remove(dequeued.id())).as("a wait").isNotNull();
    }
    for (Reservation served : decision.served()) {
      assertThat(decision.created()).doesNotContain(served);
      assertThat(decision.changed()).doesNotContain(served);
      assertThat(get(served.session()).reservations.put(served.id(), served)).isNotNull();
    }
    for (Waiter queued : decision.queued()) {
      Reservation waiting = queued.reservation();
      assertThat(get(waiting.session()).wishes.putIfAbsent(waiting.id(), stored(queued.wish())))
          .isNull();
    }
    assertThat(decision.released()).noneMatch(decision.taken()::contains);
    for (Decision.PaymentChange begun : decision.begunPayments()) {
      assertThat(get(begun.session()).payments.putIfAbsent(key(begun), begun.payment()))
          .as("a payment's row")
          .isNull();
    }
    for (Decision.PaymentChange settled : decision.settledPayments()) {
      assertThat(get(settled.session()).payments.put(key(settled), settled.payment()))
          .as("a payment's row")
          .isNotNull();
    }
    for (JournalElement element : decision.elements()) {
      if (element instanceof JournalElement.Decided decided
          && decided.outcome() instanceof Outcome.RefundOwed owed) {
        get(decided.session())
            .returned
            .merge(owed.reservation() + " " + owed.payment(), owed.amount(), Long::sum);
      }
    }
    for (Refund refund : decision.refunds()) {
      get(refund.session())
          .refunded
          .merge(refund.reservation() + " " + refund.payment(), refund.amount(), Long::sum);
    }
  }

  /** What the row of one who waits has of the wish. */
  private static Command.ReserveBest stored(Command.ReserveBest wish) {
    return new Command.ReserveBest(
        wish.grades(), wish.quantity(), wish.minimum(), wish.adjacent(), true, null, null);
  }

  private static String key(Decision.PaymentChange change) {
    return change.reservation() + " " + change.payment().id();
  }

  /** What is here is what the snapshot has, no seat is taken twice, and none is lost. */
  void check(Snapshot snapshot) {
    sessions.forEach(
        (id, session) -> {
          assertThat(snapshot.isAdmitted(id)).isEqualTo(session.admitted);
          assertThat(describe(live(snapshot.listReservations(id))))
              .isEqualTo(describe(live(session.reservations.values())));
          assertThat(snapshot.listWaiters(id))
              .extracting(waiter -> waiter.reservation().id(), waiter -> stored(waiter.wish()))
              .containsExactlyElementsOf(
                  session.waiters().stream()
                      .map(waiter -> tuple(waiter.reservation().id(), waiter.wish()))
                      .toList());
          session.check(snapshot.getCounts(id));
        });
  }

  /**
   * Has the snapshot forget all that is dead, and recall what entries may name, as a drain does.
   */
  void recall(Snapshot snapshot, List<Incoming> entries) {
    sessions.forEach(
        (id, session) -> session.reservations.keySet().forEach(dead -> snapshot.forget(id, dead)));
    for (Incoming entry : entries) {
      if (entry instanceof Incoming.Readable(var id, var _, Request request)
          && sessions.containsKey(request.session())) {
        recall(snapshot, request.session(), request.id());
        if (request.command().reservation() != null) {
          recall(snapshot, request.session(), request.command().reservation());
        }
      }
    }
  }

  private void recall(Snapshot snapshot, UUID session, UUID id) {
    Reservation stored = get(session).reservations.get(id);
    if (stored != null && !stored.status().isLive()) {
      snapshot.recall(List.of(stored));
    }
  }

  private static List<Reservation> live(Collection<Reservation> reservations) {
    return reservations.stream().filter(stored -> stored.status().isLive()).toList();
  }

  /** Reservations with all they have, by id: records with an array are never equal. */
  static String describe(Collection<Reservation> reservations) {
    var text = new StringBuilder();
    for (Reservation r : reservations.stream().sorted(comparing(Reservation::id)).toList()) {
      text.append(r.session()).append(' ').append(r.id()).append(' ').append(r.customer());
      text.append(' ').append(r.status()).append(' ').append(r.digest()).append(' ');
      text.append(r.number()).append(' ').append(r.amount()).append(' ');
      text.append(Arrays.toString(r.seats())).append(' ').append(r.holdExpiresAt());
      text.append(' ').append(r.decidedAt()).append(' ').append(r.changedAt());
      text.append(' ').append(r.payments()).append('\n');
    }
    return text.toString();
  }

  private Tables get(UUID session) {
    return Objects.requireNonNull(sessions.get(session));
  }

  private static final class Tables {

    private final SessionBuilder built;
    private final Map<UUID, Reservation> reservations = new LinkedHashMap<>();
    private final Map<Integer, UUID> seats = new HashMap<>();
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final Map<UUID, Command.ReserveBest> wishes = new HashMap<>();
    private final Map<String, Long> refunded = new HashMap<>();
    private final Map<String, Long> returned = new HashMap<>();
    private boolean admitted;

    private Tables(SessionBuilder built) {
      this.built = built;
      this.admitted = built.isAdmitted();
      for (Reservation reservation : built.reservations()) {
        reservations.put(reservation.id(), reservation);
        for (int seat : reservation.takenSeats()) {
          seats.put(seat, reservation.id());
        }
      }
    }

    /** Those who wait, the first one first: each has a row, and no other has. */
    private List<Waiter> waiters() {
      List<Reservation> waiting =
          reservations.values().stream()
              .filter(reservation -> reservation.status() == ReservationStatus.WAITING)
              .sorted(comparing(Reservation::number))
              .toList();
      assertThat(wishes).hasSameSizeAs(waiting);
      return waiting.stream()
          .map(each -> new Waiter(each, Objects.requireNonNull(wishes.get(each.id()))))
          .toList();
    }

    /** What was captured is what seats that are paid cost, or goes back: exactly, each. */
    private void checkMoney() {
      var known = new LinkedHashMap<String, Payment>();
      for (Reservation reservation : reservations.values()) {
        for (Payment payment : reservation.payments()) {
          String key = reservation.id() + " " + payment.id();
          known.put(key, payment);
          long back = refunded.getOrDefault(key, 0L);
          long kept =
              switch (payment.state()) {
                case OPEN, DECLINED -> 0;
                case CAPTURED -> payment.amount() - back;
                case RETURNED -> returned.getOrDefault(key, 0L) - back;
              };
          assertThat(kept)
              .as("kept of %s for %s", payment, reservation)
              .isEqualTo(payment.state() == Payment.State.CAPTURED ? reservation.amount() : 0);
          assertThat(back == 0 || payment.state().code() >= 3).isTrue();
        }
        assertThat(reservation.status() == ReservationStatus.PAYING)
            .isEqualTo(
                reservation.payments().stream()
                    .anyMatch(payment -> payment.state() == Payment.State.OPEN));
      }
      assertThat(payments).containsExactlyInAnyOrderEntriesOf(known);
    }

    private void check(Snapshot.SeatCounts counts) {
      checkMoney();
      var taken = new HashMap<Integer, UUID>();
      var seatsOfCustomers = new HashMap<String, Integer>();
      int held = 0;
      for (Reservation reservation : reservations.values()) {
        if (reservation.status().isLive()) {
          for (int seat : reservation.seats()) {
            assertThat(taken.put(seat, reservation.id())).as("seat %s", seat).isNull();
          }
          seatsOfCustomers.merge(reservation.customer(), reservation.seats().length, Integer::sum);
          held += reservation.status().isUnpaid() ? reservation.seats().length : 0;
        }
      }
      assertThat(seats).isEqualTo(taken);
      int max = built.terms().seatsPerCustomerMax();
      assertThat(seatsOfCustomers.values().stream().allMatch(count -> count <= max)).isTrue();
      long onSale = built.seats().stream().filter(seat -> built.sells(seat.section())).count();
      assertThat(counts)
          .isEqualTo(
              new Snapshot.SeatCounts(
                  built.seats().size(),
                  (int) onSale - taken.size(),
                  held,
                  taken.size() - held,
                  built.seats().size() - (int) onSale));
    }
  }
}
