package dev.sluice.intake.session;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.ReservationStatus;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Which seats of a session are taken, and as of which number of its shard, in one look. */
@Component
final class Seating {

  private static final String TAKEN =
      """
      SELECT reservation_seat.seat, reservation.status
      FROM reservation_seat
      JOIN reservation ON reservation.session_id = reservation_seat.session_id
                      AND reservation.id = reservation_seat.reservation_id
      WHERE reservation_seat.session_id = ?
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate oneLook;

  Seating(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.oneLook = new TransactionTemplate(transactions);
    oneLook.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    oneLook.setReadOnly(true);
  }

  /**
   * What the database has of a session.
   *
   * @param number of the shard's last decision that is in it
   * @param taken seats that are held or sold
   */
  record Baseline(long number, List<Taken> taken) {}

  /**
   * A taken seat.
   *
   * @param ordinal in the hall
   * @param state HELD or SOLD
   */
  record Taken(int ordinal, SeatState state) {}

  Baseline read(Session session) {
    byte[] id = Uuids.toBytes(session.id());
    return oneLook.execute(transaction -> new Baseline(number(session.shard()), taken(id)));
  }

  private long number(int shard) {
    return jdbc.sql("SELECT last_number FROM shard WHERE id = ?")
        .param(shard)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  private List<Taken> taken(byte[] session) {
    return jdbc.sql(TAKEN)
        .param(session)
        .query((row, n) -> new Taken(row.getInt("seat"), state(row.getInt("status"))))
        .list();
  }

  private static SeatState state(int status) {
    return ReservationStatus.ofCode(status) == ReservationStatus.CONFIRMED
        ? SeatState.SOLD
        : SeatState.HELD;
  }
}
