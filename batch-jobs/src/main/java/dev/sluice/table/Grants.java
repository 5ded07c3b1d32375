package dev.sluice.table;

import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Decision.PaymentChange;
import dev.sluice.allocation.Decision.SeatChange;
import dev.sluice.allocation.snapshot.Payment;
import dev.sluice.allocation.snapshot.Refund;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionChange;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.TermsJson;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.journal.JsonRows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The net changes of a slice: one statement per table and kind of change, whatever their number,
 * deletes first. Each must change exactly the rows that were sent.
 */
public final class Grants {

  private static final String ADMIT_SESSIONS =
      """
      UPDATE JSON_TABLE(?, '$[*]' COLUMNS (session CHAR(32) PATH '$[0]', number BIGINT PATH '$[1]')) admitted
      STRAIGHT_JOIN session s ON s.id = UNHEX(admitted.session)
      SET s.admitted_number = admitted.number
      """;

  private static final String DELETE_SEATS =
      """
      DELETE s FROM JSON_TABLE(?, '$[*]' COLUMNS (
        session CHAR(32) PATH '$[0]', seat INT PATH '$[1]', reservation CHAR(32) PATH '$[2]')) released
      STRAIGHT_JOIN reservation_seat s ON s.session_id = UNHEX(released.session) AND s.seat = released.seat
        AND s.reservation_id = UNHEX(released.reservation)
      """;

  private static final String UPDATE_RESERVATIONS =
      """
      UPDATE JSON_TABLE(?, '$[*]' COLUMNS (
        session CHAR(32) PATH '$[0]', id CHAR(32) PATH '$[1]', status INT PATH '$[2]', amount BIGINT PATH '$[3]',
        seats VARCHAR(128) PATH '$[4]', at DATETIME(3) PATH '$[5]')) changed
      STRAIGHT_JOIN reservation r ON r.session_id = UNHEX(changed.session) AND r.id = UNHEX(changed.id)
      SET r.status = changed.status, r.amount = changed.amount, r.seats = UNHEX(changed.seats), r.changed_at = changed.at
      """;

  private static final String SETTLE_PAYMENTS =
      """
      UPDATE JSON_TABLE(?, '$[*]' COLUMNS (
        session CHAR(32) PATH '$[0]', reservation CHAR(32) PATH '$[1]', id CHAR(32) PATH '$[2]', state INT PATH '$[3]',
        number BIGINT PATH '$[4]', at DATETIME(3) PATH '$[5]')) settled
      STRAIGHT_JOIN payment p ON p.session_id = UNHEX(settled.session) AND p.reservation_id = UNHEX(settled.reservation)
        AND p.id = UNHEX(settled.id)
      SET p.state = settled.state, p.settled_number = settled.number, p.settled_at = settled.at
      """;

  private static final String UPDATE_STATES =
      """
      UPDATE JSON_TABLE(?, '$[*]' COLUMNS (
        session CHAR(32) PATH '$[0]', number BIGINT PATH '$[1]', free INT PATH '$[2]', held INT PATH '$[3]',
        sold INT PATH '$[4]', blocked INT PATH '$[5]', due DATETIME(3) PATH '$[6]')) changed
      STRAIGHT_JOIN session_state s ON s.session_id = UNHEX(changed.session)
      SET s.number = changed.number, s.seats_free = changed.free, s.seats_held = changed.held,
        s.seats_sold = changed.sold, s.seats_blocked = changed.blocked, s.next_due_at = changed.due
      """;

  /**
   * A statement that is ready to be sent.
   *
   * @param table whose rows it changes
   * @param rows how many
   * @param sql its text
   * @param json its parameter; null if it has none
   */
  public record Change(String table, int rows, String sql, @Nullable String json) {}

  private final JdbcOperations jdbc;

  /** Writes on that connection. */
  public Grants(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Writes the statements of a decision whose first element has that number.
   *
   * @param currencies the currency of a session that the slice names
   */
  public static List<Change> changes(
      int shard,
      Decision decision,
      long firstNumber,
      Instant now,
      Function<UUID, String> currencies) {
    return Stream.of(
            admit(decision.admitted()),
            bringIntoForce(decision.elements(), firstNumber),
            stand(decision.changes()),
            delete(decision.released()),
            create(shard, decision.created(), currencies),
            WaiterRows.dequeue(decision.dequeued()),
            change(decision.changed()),
            WaiterRows.serve(decision.served()),
            begin(shard, decision.begunPayments(), now, currencies),
            settle(decision.settledPayments(), now),
            owe(shard, decision.refunds(), now, currencies),
            take(decision.taken()),
            WaiterRows.queue(decision.queued()),
            bury(shard, decision.elements(), firstNumber, now))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Sends the statements of a slice. */
  public void apply(List<Change> changes) {
    for (Change change : changes) {
      int changed =
          change.json == null ? jdbc.update(change.sql) : jdbc.update(change.sql, change.json);
      RowCounts.check(change.table, change.rows, changed);
    }
  }

  private static Optional<Change> admit(Map<UUID, Long> admitted) {
    var rows = new JsonRows(admitted.size());
    admitted.forEach((session, number) -> rows.row().value(session).value(number));
    return join("session", ADMIT_SESSIONS, rows);
  }

  /** What a person changes in the catalogue later is not in force: this is. */
  private static Optional<Change> bringIntoForce(List<JournalElement> elements, long firstNumber) {
    var text = new InsertText("session_state (session_id, terms_number, terms)", 0);
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i)
          instanceof
          JournalElement.Changed(Transition.SessionAdmitted(UUID session, Terms terms))) {
        text.row()
            .value(session)
            .value(firstNumber + i)
            .plain(new String(TermsJson.write(terms), StandardCharsets.UTF_8));
      }
    }
    return insert("session_state", text);
  }

  /** After the rows of sessions that the slice admits are there. */
  private static Optional<Change> stand(List<SessionChange> changes) {
    var rows = new JsonRows(changes.size());
    for (SessionChange change : changes) {
      SessionChange.Standing standing = change.standing();
      rows.row()
          .value(change.session())
          .value(standing.number())
          .value(standing.seats().free())
          .value(standing.seats().held())
          .value(standing.seats().sold())
          .value(standing.seats().blocked())
          .value(standing.nextDueAt());
    }
    return join("session_state", UPDATE_STATES, rows);
  }

  private static Optional<Change> delete(List<SeatChange> released) {
    var rows = new JsonRows(released.size());
    for (SeatChange seat : released) {
      rows.row().value(seat.session()).value(seat.seat()).value(seat.reservation());
    }
    return join("reservation_seat", DELETE_SEATS, rows);
  }

  private static Optional<Change> create(
      int shard, List<Reservation> created, Function<UUID, String> currencies) {
    var text =
        new InsertText(
            "reservation (session_id, id, customer, status, digest, shard, number, amount,"
                + " currency, seats, hold_expires_at, decided_at, changed_at)",
            created.size());
    for (Reservation reservation : inKeyOrder(created)) {
      text.row()
          .value(reservation.session())
          .value(reservation.id())
          .plain(reservation.customer())
          .value(reservation.status().code())
          .value(reservation.digest().toBytes())
          .value(shard)
          .value(reservation.number())
          .value(reservation.amount())
          .plain(currencies.apply(reservation.session()))
          .value(ordinals(reservation))
          .value(reservation.holdExpiresAt())
          .value(reservation.decidedAt())
          .value(reservation.changedAt());
    }
    return insert("reservation", text);
  }

  private static Optional<Change> change(List<Reservation> changed) {
    var rows = new JsonRows(changed.size());
    for (Reservation reservation : changed) {
      rows.row()
          .value(reservation.session())
          .value(reservation.id())
          .value(reservation.status().code())
          .value(reservation.amount())
          .value(ordinals(reservation))
          .value(reservation.changedAt());
    }
    return join("reservation", UPDATE_RESERVATIONS, rows);
  }

  private static Optional<Change> begin(
      int shard, List<PaymentChange> begun, Instant now, Function<UUID, String> currencies) {
    var text =
        new InsertText(
            "payment (session_id, reservation_id, id, shard, number, digest, amount, currency,"
                + " payment_key, state, settled_number, decided_at, settled_at)",
            begun.size());
    for (PaymentChange change : begun) {
      Payment payment = change.payment();
      text.row()
          .value(change.session())
          .value(change.reservation())
          .value(payment.id())
          .value(shard)
          .value(payment.number())
          .value(payment.digest().toBytes())
          .value(payment.amount())
          .plain(currencies.apply(change.session()))
          .plain(payment.key())
          .value(payment.state().code())
          .value(payment.settledNumber())
          .value(now)
          .value(payment.state() == Payment.State.OPEN ? null : now);
    }
    return insert("payment", text);
  }

  private static Optional<Change> settle(List<PaymentChange> settled, Instant now) {
    var rows = new JsonRows(settled.size());
    for (PaymentChange change : settled) {
      rows.row()
          .value(change.session())
          .value(change.reservation())
          .value(change.payment().id())
          .value(change.payment().state().code())
          .value(change.payment().settledNumber())
          .value(now);
    }
    return join("payment", SETTLE_PAYMENTS, rows);
  }

  private static Optional<Change> owe(
      int shard, List<Refund> refunds, Instant now, Function<UUID, String> currencies) {
    var text =
        new InsertText(
            "refund (session_id, id, reservation_id, payment_id, shard, number, amount, currency,"
                + " decided_at)",
            refunds.size());
    for (Refund refund : refunds) {
      text.row()
          .value(refund.session())
          .value(refund.id())
          .value(refund.reservation())
          .value(refund.payment())
          .value(shard)
          .value(refund.number())
          .value(refund.amount())
          .plain(currencies.apply(refund.session()))
          .value(now);
    }
    return insert("refund", text);
  }

  private static Optional<Change> take(List<SeatChange> taken) {
    var text = new InsertText("reservation_seat (session_id, seat, reservation_id)", taken.size());
    for (SeatChange seat : taken) {
      text.row().value(seat.session()).value(seat.seat()).value(seat.reservation());
    }
    return insert("reservation_seat", text);
  }

  private static Optional<Change> bury(
      int shard, List<JournalElement> elements, long firstNumber, Instant now) {
    var text = new InsertText("dead_letter (shard, number, entry, decided_at, error)", 0);
    EntryId last = EntryId.ZERO;
    for (int i = 0; i < elements.size(); i++) {
      JournalElement element = elements.get(i);
      last = element.entry() == null ? last : element.entry();
      String error = findError(element);
      if (error != null) {
        text.row()
            .value(shard)
            .value(firstNumber + i)
            .value(last.toBytes())
            .value(now)
            .value(error);
      }
    }
    return insert("dead_letter", text);
  }

  /** What went wrong, of an entry or of what was put aside behind the last one; null if nothing. */
  private static @Nullable String findError(JournalElement element) {
    if (element.outcome() instanceof Outcome.DeadLettered(String error)) {
      return error;
    }
    return element instanceof JournalElement.Changed(Transition.PutAside aside)
        ? aside.error()
        : null;
  }

  static Optional<Change> insert(String table, InsertText text) {
    return text.rows() == 0
        ? Optional.empty()
        : Optional.of(new Change(table, text.rows(), text.toString(), null));
  }

  static Optional<Change> join(String table, String sql, JsonRows rows) {
    return rows.rows() == 0
        ? Optional.empty()
        : Optional.of(new Change(table, rows.rows(), sql, rows.toString()));
  }

  /** In the order of the primary key the server finds the page of one row by that of the last. */
  private static List<Reservation> inKeyOrder(List<Reservation> created) {
    return created.stream()
        .sorted(
            Comparator.comparing(Reservation::session, Grants::compareUnsigned)
                .thenComparing(Reservation::id, Grants::compareUnsigned))
        .toList();
  }

  /** As the database compares their bytes; {@code UUID} itself compares signed numbers. */
  private static int compareUnsigned(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }

  static byte[] ordinals(Reservation reservation) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * reservation.seats().length);
    for (int seat : reservation.seats()) {
      bytes.putInt(seat);
    }
    return bytes.array();
  }
}
