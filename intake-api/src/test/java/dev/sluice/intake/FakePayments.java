package dev.sluice.intake;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.Settlement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The part of {@link FakeDrain} that decides payments: by the table of the contract's README, with
 * none of the real rules' care for who asks and when.
 */
final class FakePayments {

  /** As the column {@code payment.state} has them. */
  private enum State {
    OPEN(1),
    DECLINED(2),
    CAPTURED(3),
    RETURNED(4);

    private final int code;

    State(int code) {
      this.code = code;
    }
  }

  private final JdbcClient jdbc;
  private final Map<UUID, State> states = new HashMap<>();

  FakePayments(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Outcome pay(UUID id, Command.Pay pay, Outcome.@Nullable Held hold) {
    if (hold == null) {
      return Outcome.Rejected.because(Reason.RESERVATION_NOT_FOUND);
    }
    if (pay.amount() == 0) {
      // As if it were fully discounted.
      return new Outcome.Confirmed(hold.reservation(), hold.seats(), 0, hold.currency());
    }
    if (pay.amount() != hold.amount()) {
      return Outcome.Rejected.because(Reason.AMOUNT_MISMATCH);
    }
    states.put(id, State.OPEN);
    return new Outcome.Paying(hold.reservation(), hold.amount(), hold.currency());
  }

  Outcome settle(Command.Settle settle, Outcome.@Nullable Held hold) {
    UUID reservation = settle.reservation();
    UUID payment = settle.payment();
    Outcome.Held held = Objects.requireNonNull(hold);
    State before = Objects.requireNonNull(states.get(payment));
    boolean captured = settle.result() == Settlement.CAPTURED;
    if (before == State.OPEN && !captured) {
      states.put(payment, State.DECLINED);
      return new Outcome.Declined(reservation, payment);
    }
    if (before == State.OPEN && settle.amount() == held.amount()) {
      states.put(payment, State.CAPTURED);
      return new Outcome.Captured(
          reservation, payment, held.seats(), held.amount(), held.currency());
    }
    if (captured && (before == State.OPEN || before == State.DECLINED)) {
      states.put(payment, State.RETURNED);
      return new Outcome.RefundOwed(reservation, payment, settle.amount(), held.currency());
    }
    return new Outcome.SettledBefore(reservation, payment);
  }

  /** Writes the rows, as the slice does. */
  void apply(int shard, Request request, Outcome outcome, long number) {
    UUID session = request.session();
    switch (outcome) {
      case Outcome.Paying paying -> {
        jdbc.sql(
                """
                INSERT INTO payment (session_id, reservation_id, id, shard, number, digest, amount, currency, payment_key,
                                     state, decided_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, UTC_TIMESTAMP(3))
                """)
            .params(
                Uuids.toBytes(session),
                Uuids.toBytes(paying.reservation()),
                Uuids.toBytes(request.id()),
                shard,
                number,
                request.digest().toBytes(),
                paying.amount(),
                paying.currency(),
                Objects.requireNonNull(((Command.Pay) request.command()).paymentKey()))
            .update();
        change(session, paying.reservation(), ReservationStatus.PAYING);
      }
      case Outcome.Confirmed paid ->
          change(session, paid.reservation(), ReservationStatus.CONFIRMED);
      case Outcome.Captured captured -> {
        settle(session, captured.reservation(), captured.payment(), number);
        change(session, captured.reservation(), ReservationStatus.CONFIRMED);
      }
      case Outcome.Declined declined -> {
        settle(session, declined.reservation(), declined.payment(), number);
        change(session, declined.reservation(), ReservationStatus.HELD);
      }
      case Outcome.RefundOwed owed -> {
        settle(session, owed.reservation(), owed.payment(), number);
        change(session, owed.reservation(), ReservationStatus.HELD);
      }
      default -> {
        // Nothing about a payment.
      }
    }
  }

  private void settle(UUID session, UUID reservation, UUID payment, long number) {
    jdbc.sql(
            """
            UPDATE payment SET state = ?, settled_number = ?, settled_at = UTC_TIMESTAMP(3)
            WHERE session_id = ? AND reservation_id = ? AND id = ?
            """)
        .params(
            Objects.requireNonNull(states.get(payment)).code,
            number,
            Uuids.toBytes(session),
            Uuids.toBytes(reservation),
            Uuids.toBytes(payment))
        .update();
  }

  private void change(UUID session, UUID reservation, ReservationStatus status) {
    jdbc.sql("UPDATE reservation SET status = ? WHERE session_id = ? AND id = ?")
        .params(status.code(), Uuids.toBytes(session), Uuids.toBytes(reservation))
        .update();
  }
}
