package dev.sluice.allocation;

import dev.sluice.allocation.seating.Hall;
import dev.sluice.allocation.snapshot.Payment;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.request.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A session for a test. Seats are drawn as rows: {@code A:..X.|..} is the next row of section A,
 * with a free seat per dot, an aisle, an {@code H} that is held until {@link #HOLD_END} and an
 * {@code X} that is sold; a section in lower case is general admission. By default every section
 * has the grade GOLD at 5,000, and the sale is open.
 */
public final class SessionBuilder {

  public static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  public static final Instant HOLD_END = NOON.plusSeconds(60);
  public static final UUID HALL = uuid("hall");

  private UUID id = uuid("session");
  private final List<Hall.Seat> seats = new ArrayList<>();
  private final Map<String, String> grades = new LinkedHashMap<>();
  private final Map<String, Long> prices = new LinkedHashMap<>();
  private final List<Reservation> reservations = new ArrayList<>();
  private Instant opensAt = NOON.minus(Duration.ofHours(1));
  private Instant closesAt = NOON.plus(Duration.ofHours(1));
  private Duration hold = Duration.ofMinutes(10);
  private int customerMax = 8;
  private List<Rung> ladder = List.of(Rung.values());
  private boolean admitted = true;

  private SessionBuilder() {
    prices.put("GOLD", 5_000L);
  }

  /** A session with these rows, separated by spaces. */
  public static SessionBuilder aSession(String rows) {
    var session = new SessionBuilder();
    var rowsOfSections = new HashMap<String, Integer>();
    for (String row : rows.split(" ", -1)) {
      int colon = row.indexOf(':');
      String section = row.substring(0, colon);
      session.draw(
          section, rowsOfSections.merge(section, 1, Integer::sum), row.substring(colon + 1));
      session.grades.putIfAbsent(section, "GOLD");
    }
    return session;
  }

  private void draw(String section, int row, String picture) {
    for (int i = 0; i < picture.length(); i++) {
      int number = i + 1;
      var seat =
          new Hall.Seat(
              section + "-" + row + "-" + number,
              section,
              Integer.toString(row),
              number,
              Character.isLowerCase(section.charAt(0)));
      switch (picture.charAt(i)) {
        case '.' -> seats.add(seat);
        case 'H' -> {
          seats.add(seat);
          reservations.add(holdOfOther(seats.size() - 1, ReservationStatus.HELD));
        }
        case 'X' -> {
          seats.add(seat);
          reservations.add(holdOfOther(seats.size() - 1, ReservationStatus.CONFIRMED));
        }
        case '|' -> {}
        default -> throw new IllegalArgumentException(picture);
      }
    }
  }

  private Reservation holdOfOther(int seat, ReservationStatus status) {
    return aReservation("other-" + seat).by("other-" + seat).of(seat).in(status).build(id);
  }

  public SessionBuilder id(String name) {
    id = uuid(name);
    reservations.replaceAll(
        r ->
            new Reservation(
                id,
                r.id(),
                r.customer(),
                r.status(),
                r.digest(),
                r.number(),
                r.amount(),
                r.seats(),
                r.holdExpiresAt(),
                r.decidedAt(),
                r.changedAt(),
                r.payments()));
    return this;
  }

  public SessionBuilder grade(String section, String grade, long price) {
    grades.put(section, grade);
    prices.put(grade, price);
    return this;
  }

  public SessionBuilder notOnSale(String section) {
    grades.remove(section);
    return this;
  }

  public SessionBuilder price(String grade, long price) {
    prices.put(grade, price);
    return this;
  }

  public SessionBuilder opensAt(Instant instant) {
    opensAt = instant;
    return this;
  }

  public SessionBuilder closesAt(Instant instant) {
    closesAt = instant;
    return this;
  }

  public SessionBuilder hold(Duration length) {
    hold = length;
    return this;
  }

  public SessionBuilder customerMax(int max) {
    customerMax = max;
    return this;
  }

  public SessionBuilder ladder(Rung... rungs) {
    ladder = List.of(rungs);
    return this;
  }

  public SessionBuilder admitted() {
    admitted = true;
    return this;
  }

  public SessionBuilder notAdmitted() {
    admitted = false;
    return this;
  }

  public SessionBuilder with(ReservationBuilder reservation) {
    reservations.add(reservation.build(id));
    return this;
  }

  boolean isAdmitted() {
    return admitted;
  }

  public UUID id() {
    return id;
  }

  boolean sells(String section) {
    return grades.containsKey(section);
  }

  List<Reservation> reservations() {
    return reservations;
  }

  public List<Hall.Seat> seats() {
    return seats;
  }

  public Hall hall() {
    return Hall.of(HALL, seats);
  }

  public Terms terms() {
    return new Terms(
        HALL,
        opensAt,
        closesAt,
        "EUR",
        hold,
        customerMax,
        ladder,
        1,
        prices.entrySet().stream().map(p -> new Terms.Price(p.getKey(), p.getValue())).toList(),
        grades.entrySet().stream()
            .map(s -> new Terms.SectionGrade(s.getKey(), s.getValue()))
            .toList());
  }

  public void addTo(Snapshot snapshot) {
    snapshot.add(id, hall(), terms(), admitted, reservations);
  }

  /** An id that is always the same for a name. */
  public static UUID uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** A reservation by "ann", held until {@link #HOLD_END}. */
  public static ReservationBuilder aReservation(String name) {
    return new ReservationBuilder(uuid(name));
  }

  /** A reservation for a test. */
  public static final class ReservationBuilder {

    private final UUID id;
    private String customer = "ann";
    private ReservationStatus status = ReservationStatus.HELD;
    private int[] seats = {};
    private Instant expiresAt = HOLD_END;
    private Digest digest = new Digest(1, 2);
    private long number = 1;
    private List<Payment> payments = List.of();

    private ReservationBuilder(UUID id) {
      this.id = id;
    }

    public ReservationBuilder by(String name) {
      customer = name;
      return this;
    }

    public ReservationBuilder of(int... ordinals) {
      seats = ordinals;
      return this;
    }

    public ReservationBuilder in(ReservationStatus state) {
      status = state;
      return this;
    }

    public ReservationBuilder until(Instant end) {
      expiresAt = end;
      return this;
    }

    public ReservationBuilder digest(Digest value) {
      digest = value;
      return this;
    }

    public ReservationBuilder number(long value) {
      number = value;
      return this;
    }

    /** What it was tried with, all of what it costs. */
    public ReservationBuilder tried(String name, Payment.State state) {
      var more = new ArrayList<>(payments);
      long due = 5_000L * seats.length;
      more.add(
          new Payment(
              uuid(name),
              new Digest(3, 4),
              7,
              due,
              "key-" + name,
              state,
              state == Payment.State.OPEN ? 0 : 8));
      payments = List.copyOf(more);
      return this;
    }

    public Reservation build(UUID session) {
      Instant decidedAt = NOON.minusSeconds(60);
      return new Reservation(
          session,
          id,
          customer,
          status,
          digest,
          number,
          status.isLive() ? 5_000L * seats.length : 0,
          seats,
          expiresAt,
          decidedAt,
          decidedAt,
          payments);
    }
  }
}
