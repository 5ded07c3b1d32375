package dev.sluice.allocation;

import dev.sluice.allocation.seating.Hall;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.Settlement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules a second time, as plainly as they can be said: sets of labels, and every possible
 * choice of seats looked at. Shares no code with the rules.
 */
final class Oracle {

  private static final class Session {
    private final UUID id;
    private final Terms terms;
    private final List<Hall.Seat> seats;
    private final Map<String, String> gradeOfSection = new HashMap<>();
    private final Map<String, Long> prices = new LinkedHashMap<>();
    private final Map<UUID, Booking> bookings = new HashMap<>();
    private boolean admitted;

    private Session(UUID id, Terms terms, List<Hall.Seat> seats) {
      this.id = id;
      this.terms = terms;
      this.seats = seats;
      terms.sections().forEach(section -> gradeOfSection.put(section.section(), section.grade()));
      terms.prices().forEach(price -> prices.put(price.grade(), price.amount()));
    }

    private @Nullable Booking owner(String label) {
      return bookings.values().stream()
          .filter(booking -> booking.live && booking.labels.contains(label))
          .findFirst()
          .orElse(null);
    }

    private boolean free(Hall.Seat seat) {
      return gradeOfSection.containsKey(seat.section()) && owner(seat.label()) == null;
    }

    private List<Hall.Seat> ofGrade(String grade) {
      return seats.stream()
          .filter(seat -> grade.equals(gradeOfSection.get(seat.section())))
          .toList();
    }

    private List<Hall.Seat> freeOfGrade(String grade) {
      return ofGrade(grade).stream().filter(this::free).toList();
    }

    private long amount(Set<String> labels) {
      return seats.stream()
          .filter(seat -> labels.contains(seat.label()))
          .mapToLong(
              seat -> prices.getOrDefault(gradeOfSection.getOrDefault(seat.section(), ""), -1L))
          .sum();
    }

    private List<String> inOrder(Set<String> labels) {
      return seats.stream().map(Hall.Seat::label).filter(labels::contains).toList();
    }

    private long seatsOf(String customer) {
      return bookings.values().stream()
          .filter(booking -> booking.live && booking.customer.equals(customer))
          .mapToLong(booking -> booking.labels.size())
          .sum();
    }
  }

  private static final class Booking {
    private final String customer;
    private final Digest digest;
    private final long number;
    private Instant end;
    private Set<String> labels;
    private boolean live = true;
    private boolean expired;
    private boolean paid;
    private boolean paying;
    private boolean left;
    private Command.@Nullable ReserveBest wish;
    private final Map<UUID, Trial> trials = new LinkedHashMap<>();

    private Booking(String customer, Digest digest, long number, Instant end, Set<String> labels) {
      this.customer = customer;
      this.digest = digest;
      this.number = number;
      this.end = end;
      this.labels = labels;
    }
  }

  /** A payment that a booking was tried with: "open", "declined", "captured" or "returned". */
  private static final class Trial {
    private final Digest digest;
    private final long number;
    private final long amount;
    private String state = "open";

    private Trial(Digest digest, long number, long amount) {
      this.digest = digest;
      this.number = number;
      this.amount = amount;
    }
  }

  private final Map<UUID, Session> sessions = new LinkedHashMap<>();

  void add(SessionBuilder session) {
    var added = new Session(session.id(), session.terms(), session.seats());
    for (Reservation reservation : session.reservations()) {
      var labels = new HashSet<String>();
      for (int seat : reservation.seats()) {
        labels.add(session.seats().get(seat).label());
      }
      var booking =
          new Booking(
              reservation.customer(),
              reservation.digest(),
              reservation.number(),
              reservation.holdExpiresAt(),
              labels);
      booking.paid = reservation.status() == ReservationStatus.CONFIRMED;
      added.bookings.put(reservation.id(), booking);
    }
    added.admitted = session.isAdmitted();
    sessions.put(session.id(), added);
  }

  /** When an entry counts as accepted. */
  static Instant accepted(Incoming.Readable entry, SliceTime time) {
    long decided = time.decided().toEpochMilli();
    Instant first = entry.firstAccepted();
    long accepted = first != null ? first.toEpochMilli() : entry.entry().milliseconds();
    return Instant.ofEpochMilli(time.clocksApart() || accepted > decided ? decided : accepted);
  }

  /** What happens of itself before an entry of a session that was accepted at an instant. */
  List<Transition> before(UUID id, Instant accepted, Instant decided) {
    Session session = sessions.get(id);
    var transitions = new ArrayList<Transition>();
    if (session == null) {
      return transitions;
    }
    if (!session.admitted) {
      session.admitted = true;
      transitions.add(new Transition.SessionAdmitted(id, session.terms));
    }
    Map.Entry<UUID, Booking> due = due(session, accepted);
    while (due != null) {
      Booking booking = due.getValue();
      if (booking.wish != null) {
        booking.wish = null;
        booking.left = true;
        transitions.add(new Transition.WaitEnded(id, due.getKey()));
      } else {
        booking.live = false;
        booking.expired = true;
        transitions.add(
            new Transition.HoldExpired(id, due.getKey(), session.inOrder(booking.labels)));
        transitions.addAll(serve(session, booking.end, decided));
      }
      due = due(session, accepted);
    }
    return transitions;
  }

  /** The first hold or wait that is over; at one instant a hold comes first. */
  private static Map.@Nullable Entry<UUID, Booking> due(Session session, Instant accepted) {
    return session.bookings.entrySet().stream()
        .filter(
            booking ->
                booking.getValue().wish != null
                    || (booking.getValue().live
                        && !booking.getValue().paid
                        && !booking.getValue().paying))
        .filter(booking -> !booking.getValue().end.isAfter(accepted))
        .min(
            Comparator.comparing((Map.Entry<UUID, Booking> booking) -> booking.getValue().end)
                .thenComparing(booking -> booking.getValue().wish != null)
                .thenComparing(Map.Entry::getKey))
        .orElse(null);
  }

  /** What freed seats let happen behind an entry of a session. */
  List<Transition> after(UUID id, Instant accepted, Instant decided) {
    Session session = sessions.get(id);
    return session == null ? List.of() : serve(session, accepted, decided);
  }

  private static List<Transition> serve(Session session, Instant at, Instant decided) {
    var served = new ArrayList<Transition>();
    Transition next = serveOne(session, at, decided);
    while (next != null) {
      served.add(next);
      next = serveOne(session, at, decided);
    }
    return served;
  }

  /** The first in the order of waiting for whom there are seats. */
  private static @Nullable Transition serveOne(Session session, Instant at, Instant decided) {
    List<Map.Entry<UUID, Booking>> waiting =
        session.bookings.entrySet().stream()
            .filter(booking -> booking.getValue().wish != null)
            .filter(booking -> booking.getValue().end.isAfter(at))
            .filter(_ -> session.terms.closesAt().isAfter(at))
            .sorted(Comparator.comparing(booking -> booking.getValue().number))
            .toList();
    for (Map.Entry<UUID, Booking> each : waiting) {
      Booking booking = each.getValue();
      Object choice = choose(session, booking.customer, Objects.requireNonNull(booking.wish));
      if (!(choice instanceof Outcome)) {
        booking.labels = labels(choice);
        booking.wish = null;
        booking.live = true;
        booking.end = decided.plus(session.terms.hold());
        return new Transition.WaiterServed(
            session.id,
            each.getKey(),
            session.inOrder(booking.labels),
            session.amount(booking.labels),
            session.terms.currency(),
            booking.end);
      }
    }
    return null;
  }

  private static Set<String> labels(Object choice) {
    var labels = new HashSet<String>();
    for (Object label : (Iterable<?>) choice) {
      labels.add((String) label);
    }
    return labels;
  }

  Outcome decide(Request request, Instant accepted, Instant decided, long number) {
    Session session = sessions.get(request.session());
    if (session == null) {
      return Outcome.Rejected.because(Reason.UNKNOWN_SESSION);
    }
    if (request.command() instanceof Command.Expire) {
      return new Outcome.Pulsed();
    }
    if (request.command() instanceof Command.Settle settle) {
      return settle(session, request, settle);
    }
    Booking known = session.bookings.get(request.id());
    if (known != null) {
      return known.digest.equals(request.digest())
          ? new Outcome.Duplicate(known.number)
          : Outcome.Rejected.because(Reason.REQUEST_ID_REUSED);
    }
    if (request.command() instanceof Command.LeaveWaitlist leave) {
      return leave(session, request, leave);
    }
    if (request.command() instanceof Command.Cancel cancel) {
      return cancel(session, request, cancel);
    }
    if (request.command() instanceof Command.Pay pay) {
      return pay(session, request, pay, number);
    }
    if (accepted.isBefore(session.terms.opensAt())) {
      return Outcome.Rejected.because(Reason.SALES_NOT_OPEN);
    }
    if (!session.terms.closesAt().isAfter(accepted)) {
      return Outcome.Rejected.because(Reason.SALES_CLOSED);
    }
    Object choice =
        request.command() instanceof Command.ReserveNamed named
            ? choose(session, request, named)
            : choose(session, request.customer(), (Command.ReserveBest) request.command());
    if (choice instanceof Outcome outcome) {
      return request.command() instanceof Command.ReserveBest best && best.waitlist()
          ? letWait(session, request, best, outcome, accepted, number)
          : outcome;
    }
    Set<String> labels = labels(choice);
    Instant end = decided.plus(session.terms.hold());
    session.bookings.put(
        request.id(), new Booking(request.customer(), request.digest(), number, end, labels));
    return new Outcome.Held(
        request.id(),
        session.inOrder(labels),
        session.amount(labels),
        session.terms.currency(),
        end);
  }

  private static Outcome letWait(
      Session session,
      Request request,
      Command.ReserveBest best,
      Outcome refusal,
      Instant accepted,
      long number) {
    Instant closesAt = session.terms.closesAt();
    Instant wished = best.until();
    Instant end = wished == null || wished.isAfter(closesAt) ? closesAt : wished;
    boolean lacking =
        refusal instanceof Outcome.Rejected rejected
            && List.of("SOLD_OUT", "HELD_FOR_NOW", "FEWER_LEFT", "NOT_ADJACENT")
                .contains(rejected.reason().name());
    if (!lacking || !end.isAfter(accepted) || !couldBeFound(session, best)) {
      return refusal;
    }
    List<Booking> waiting =
        session.bookings.values().stream().filter(booking -> booking.wish != null).toList();
    if (waiting.stream().filter(b -> b.customer.equals(request.customer())).count() == 4) {
      return Outcome.Rejected.because(Reason.TOO_MANY_WAITS);
    }
    var booking = new Booking(request.customer(), request.digest(), number, end, Set.of());
    booking.live = false;
    booking.wish = best;
    session.bookings.put(request.id(), booking);
    return new Outcome.Waitlisted(request.id(), waiting.size() + 1, end);
  }

  private static Outcome leave(Session session, Request request, Command.LeaveWaitlist leave) {
    Booking booking = session.bookings.get(leave.reservation());
    if (booking == null || !booking.customer.equals(request.customer())) {
      return Outcome.Rejected.because(Reason.RESERVATION_NOT_FOUND);
    }
    if (booking.left) {
      return Outcome.Rejected.because(Reason.ALREADY_LEFT);
    }
    if (booking.wish == null) {
      return Outcome.Rejected.because(Reason.ALREADY_SERVED);
    }
    booking.wish = null;
    booking.left = true;
    return new Outcome.Left(leave.reservation());
  }

  private static @Nullable Outcome refuseSeatless(Booking booking) {
    if (booking.wish != null) {
      return Outcome.Rejected.because(Reason.STILL_WAITING);
    }
    return booking.left ? Outcome.Rejected.because(Reason.ALREADY_LEFT) : null;
  }

  private static Outcome cancel(Session session, Request request, Command.Cancel cancel) {
    Booking booking = session.bookings.get(cancel.reservation());
    if (booking == null
        || !booking.customer.equals(request.customer())
        || !booking.labels.containsAll(cancel.seats())) {
      return Outcome.Rejected.because(Reason.RESERVATION_NOT_FOUND);
    }
    Outcome seatless = refuseSeatless(booking);
    if (seatless != null) {
      return seatless;
    }
    if (!booking.live) {
      return Outcome.Rejected.because(
          booking.expired ? Reason.HOLD_EXPIRED : Reason.ALREADY_CANCELLED);
    }
    if (booking.paying) {
      return Outcome.Rejected.because(Reason.PAYMENT_PENDING);
    }
    Set<String> freed = cancel.seats().isEmpty() ? booking.labels : new HashSet<>(cancel.seats());
    var remaining = new HashSet<>(booking.labels);
    remaining.removeAll(freed);
    List<String> freedInOrder = session.inOrder(freed);
    if (remaining.isEmpty()) {
      booking.live = false;
    } else {
      booking.labels = remaining;
    }
    return new Outcome.Cancelled(
        cancel.reservation(), freedInOrder, session.amount(remaining), session.terms.currency());
  }

  private static Outcome pay(Session session, Request request, Command.Pay pay, long number) {
    Booking booking = session.bookings.get(pay.reservation());
    Trial first = booking == null ? null : booking.trials.get(request.id());
    if (first != null) {
      return first.digest.equals(request.digest())
          ? new Outcome.Duplicate(first.number)
          : Outcome.Rejected.because(Reason.REQUEST_ID_REUSED);
    }
    if (booking == null || !booking.customer.equals(request.customer())) {
      return Outcome.Rejected.because(Reason.RESERVATION_NOT_FOUND);
    }
    Outcome seatless = refuseSeatless(booking);
    if (seatless != null) {
      return seatless;
    }
    if (booking.expired) {
      return Outcome.Rejected.because(Reason.HOLD_EXPIRED);
    }
    if (booking.paying) {
      return Outcome.Rejected.because(Reason.PAYMENT_PENDING);
    }
    if (booking.live && booking.paid) {
      return Outcome.Rejected.because(Reason.ALREADY_PAID);
    }
    if (!booking.live) {
      return Outcome.Rejected.because(Reason.ALREADY_CANCELLED);
    }
    long due = session.amount(booking.labels);
    if (due != pay.amount()) {
      return Outcome.Rejected.because(Reason.AMOUNT_MISMATCH);
    }
    if (booking.trials.size() == 10) {
      return Outcome.Rejected.because(Reason.TOO_MANY_PAYMENTS);
    }
    if (due == 0) {
      booking.paid = true;
      return new Outcome.Confirmed(
          pay.reservation(), session.inOrder(booking.labels), 0, session.terms.currency());
    }
    booking.paying = true;
    booking.trials.put(request.id(), new Trial(request.digest(), number, due));
    return new Outcome.Paying(pay.reservation(), due, session.terms.currency());
  }

  private static Outcome settle(Session session, Request request, Command.Settle settle) {
    Booking booking = session.bookings.get(settle.reservation());
    Trial trial = booking == null ? null : booking.trials.get(settle.payment());
    if (request.id().version() != 8 || !request.customer().equals("sha256:system")) {
      return Outcome.Rejected.because(Reason.RESERVATION_NOT_FOUND);
    }
    if (booking == null || trial == null) {
      return new Outcome.DeadLettered(
          "IllegalStateException: Reservation %s has no payment %s"
              .formatted(settle.reservation(), settle.payment()));
    }
    boolean captured = settle.result() == Settlement.CAPTURED;
    if (trial.state.equals("open") && captured && settle.amount() != trial.amount) {
      booking.paying = false;
      trial.state = "returned";
      return new Outcome.RefundOwed(
          settle.reservation(), settle.payment(), settle.amount(), session.terms.currency());
    }
    if (trial.state.equals("open")) {
      booking.paying = false;
      booking.paid = captured;
      trial.state = captured ? "captured" : "declined";
      return captured
          ? new Outcome.Captured(
              settle.reservation(),
              settle.payment(),
              session.inOrder(booking.labels),
              trial.amount,
              session.terms.currency())
          : new Outcome.Declined(settle.reservation(), settle.payment());
    }
    if (trial.state.equals("declined") && captured) {
      trial.state = "returned";
      return new Outcome.RefundOwed(
          settle.reservation(), settle.payment(), settle.amount(), session.terms.currency());
    }
    return new Outcome.SettledBefore(settle.reservation(), settle.payment());
  }

  private static Object choose(Session session, Request request, Command.ReserveNamed named) {
    var unknown = new ArrayList<String>();
    var twice = new ArrayList<String>();
    var taken = new ArrayList<String>();
    var seen = new HashSet<String>();
    for (String label : named.seats()) {
      boolean exists =
          session.seats.stream()
              .anyMatch(
                  seat ->
                      seat.label().equals(label)
                          && session.gradeOfSection.containsKey(seat.section()));
      boolean first = seen.add(label);
      if (!exists && first) {
        unknown.add(label);
      }
      if (!first && !twice.contains(label)) {
        twice.add(label);
      }
      if (first && session.owner(label) != null) {
        taken.add(label);
      }
    }
    if (!unknown.isEmpty()) {
      return new Outcome.Rejected(Reason.UNKNOWN_SEAT, unknown, 0);
    }
    if (!twice.isEmpty()) {
      return new Outcome.Rejected(Reason.SEAT_NAMED_TWICE, twice, 0);
    }
    if (session.seatsOf(request.customer()) + named.seats().size()
        > session.terms.seatsPerCustomerMax()) {
      return Outcome.Rejected.because(Reason.CUSTOMER_LIMIT_EXCEEDED);
    }
    return taken.isEmpty() ? named.seats() : new Outcome.Rejected(Reason.SEAT_TAKEN, taken, 0);
  }

  private static Object choose(Session session, String customer, Command.ReserveBest best) {
    if (!session.prices.keySet().containsAll(best.grades())) {
      return Outcome.Rejected.because(Reason.UNKNOWN_GRADE);
    }
    long allowed = session.terms.seatsPerCustomerMax() - session.seatsOf(customer);
    if (allowed < best.minimum()) {
      return Outcome.Rejected.because(Reason.CUSTOMER_LIMIT_EXCEEDED);
    }
    for (int quantity = best.quantity(); quantity >= best.minimum(); quantity--) {
      for (String grade : best.grades()) {
        for (Rung rung : session.terms.ladder()) {
          boolean scatters = rung == Rung.SAME_SECTION || rung == Rung.SPLIT;
          if (quantity <= allowed && !(scatters && best.adjacent() && quantity > 1)) {
            List<String> seats = find(session, rung, grade, quantity);
            if (!seats.isEmpty()) {
              return seats;
            }
          }
        }
      }
    }
    int most = best.grades().stream().mapToInt(g -> session.freeOfGrade(g).size()).max().orElse(0);
    if (most >= best.minimum()) {
      return Outcome.Rejected.because(
          couldBeFound(session, best) ? Reason.NOT_ADJACENT : Reason.NEVER_ADJACENT);
    }
    if (most > 0) {
      return new Outcome.Rejected(Reason.FEWER_LEFT, List.of(), most);
    }
    boolean held =
        best.grades().stream()
            .flatMap(grade -> session.ofGrade(grade).stream())
            .map(seat -> session.owner(seat.label()))
            .anyMatch(owner -> owner != null && !owner.paid);
    return Outcome.Rejected.because(held ? Reason.HELD_FOR_NOW : Reason.SOLD_OUT);
  }

  /** With every seat free; where no single may be left, the one beside may be taken one day. */
  private static boolean couldBeFound(Session session, Command.ReserveBest best) {
    var empty = new Session(session.id, session.terms, session.seats);
    return best.grades().stream()
        .anyMatch(
            grade ->
                session.terms.ladder().stream()
                    .map(rung -> rung == Rung.WITHOUT_ORPHANS ? Rung.ADJACENT : rung)
                    .filter(
                        rung -> rung == Rung.ADJACENT || !best.adjacent() || best.minimum() == 1)
                    .anyMatch(rung -> !find(empty, rung, grade, best.minimum()).isEmpty()));
  }

  private static List<String> find(Session session, Rung rung, String grade, int quantity) {
    if (rung == Rung.SPLIT) {
      return lowest(session.freeOfGrade(grade), quantity);
    }
    for (String section : names(session.ofGrade(grade), Hall.Seat::section)) {
      List<Hall.Seat> seats =
          session.seats.stream().filter(seat -> seat.section().equals(section)).toList();
      List<String> found =
          seats.getFirst().generalAdmission()
              ? lowest(seats.stream().filter(session::free).toList(), quantity)
              : rung == Rung.SAME_SECTION
                  ? inSection(session, seats, quantity)
                  : neighbours(session, seats, quantity, rung == Rung.WITHOUT_ORPHANS);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static List<String> inSection(Session session, List<Hall.Seat> seats, int quantity) {
    for (String row : names(seats, Hall.Seat::row)) {
      List<Hall.Seat> whole = seats.stream().filter(seat -> seat.row().equals(row)).toList();
      List<Integer> free = new ArrayList<>();
      for (int place = 0; place < whole.size(); place++) {
        if (session.free(whole.get(place))) {
          free.add(place);
        }
      }
      var windows = new ArrayList<List<Integer>>();
      for (int i = 0; i + quantity <= free.size(); i++) {
        windows.add(free.subList(i, i + quantity));
      }
      if (!windows.isEmpty()) {
        windows.sort(
            Comparator.<List<Integer>>comparingInt(w -> w.getLast() - w.getFirst())
                .thenComparingDouble(w -> fromMiddle(w, whole.size()))
                .thenComparingInt(List::getFirst));
        return windows.getFirst().stream().map(place -> whole.get(place).label()).toList();
      }
    }
    return lowest(seats.stream().filter(session::free).toList(), quantity);
  }

  private static List<String> neighbours(
      Session session, List<Hall.Seat> seats, int quantity, boolean withoutOrphans) {
    for (String row : names(seats, Hall.Seat::row)) {
      Map<Integer, Hall.Seat> places = new LinkedHashMap<>();
      List<Hall.Seat> whole = seats.stream().filter(seat -> seat.row().equals(row)).toList();
      whole.forEach(seat -> places.put(seat.number(), seat));
      var blocks = new ArrayList<List<Integer>>();
      for (int first = 0; first + quantity <= whole.size(); first++) {
        var block = new ArrayList<Integer>();
        for (int i = 0; i < quantity; i++) {
          block.add(first + i);
        }
        if (isBlock(session, whole, places, block, withoutOrphans)) {
          blocks.add(block);
        }
      }
      if (!blocks.isEmpty()) {
        blocks.sort(
            Comparator.<List<Integer>>comparingDouble(b -> fromMiddle(b, whole.size()))
                .thenComparingInt(List::getFirst));
        return blocks.getFirst().stream().map(place -> whole.get(place).label()).toList();
      }
    }
    return List.of();
  }

  private static boolean isBlock(
      Session session,
      List<Hall.Seat> row,
      Map<Integer, Hall.Seat> places,
      List<Integer> block,
      boolean withoutOrphans) {
    int from = row.get(block.getFirst()).number();
    int to = row.get(block.getLast()).number();
    if (to - from != block.size() - 1
        || !block.stream().allMatch(place -> session.free(row.get(place)))) {
      return false;
    }
    boolean orphan =
        (isFree(session, places, from - 1) && !isFree(session, places, from - 2))
            || (isFree(session, places, to + 1) && !isFree(session, places, to + 2));
    return !(withoutOrphans && orphan);
  }

  private static boolean isFree(Session session, Map<Integer, Hall.Seat> places, int number) {
    Hall.Seat seat = places.get(number);
    return seat != null && session.free(seat);
  }

  private static double fromMiddle(List<Integer> places, int size) {
    return Math.abs((places.getFirst() + places.getLast()) / 2.0 - (size - 1) / 2.0);
  }

  private static List<String> lowest(List<Hall.Seat> seats, int quantity) {
    return seats.size() < quantity
        ? List.of()
        : seats.subList(0, quantity).stream().map(Hall.Seat::label).toList();
  }

  private static List<String> names(List<Hall.Seat> seats, Function<Hall.Seat, String> name) {
    return seats.stream().map(name).distinct().toList();
  }
}
