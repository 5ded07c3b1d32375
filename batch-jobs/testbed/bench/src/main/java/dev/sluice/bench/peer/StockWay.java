package dev.sluice.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The same, but the lock is that of the session's stock row, which counts what is left. */
final class StockWay implements Way {

  static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS bench_stock (
        session_id BINARY(16) NOT NULL PRIMARY KEY, remaining INT NOT NULL)
      """;

  static final String STOCK =
      "INSERT INTO bench_stock (session_id, remaining) VALUES (?, ?)"
          + " ON DUPLICATE KEY UPDATE remaining = remaining";

  private static final String LOCK =
      "SELECT remaining FROM bench_stock WHERE session_id = ? FOR UPDATE";
  private static final String TAKE =
      "UPDATE bench_stock SET remaining = remaining - 1 WHERE session_id = ? AND remaining > 0";

  private final Seats seats;
  private final HikariDataSource pool;
  private final ResultDelivery delivery;

  StockWay(Seats seats, HikariDataSource pool, ResultDelivery delivery) {
    this.seats = seats;
    this.pool = pool;
    this.delivery = delivery;
  }

  @Override
  public boolean decide(Request request) throws Exception {
    boolean granted;
    try (Connection connection = pool.getConnection()) {
      execute(connection, LOCK, request);
      granted = !seats.isTaken(connection, request);
      if (granted) {
        seats.reserve(connection, request);
        execute(connection, TAKE, request);
        connection.commit();
      } else {
        connection.rollback();
      }
    }
    delivery.tell(request, granted, ((Command.ReserveNamed) request.command()).seats().getFirst());
    return granted;
  }

  private static void execute(Connection connection, String sql, Request request)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, Uuids.toBytes(request.session()));
      statement.execute();
    }
  }

  @Override
  public void settle() {
    delivery.settle();
  }
}
