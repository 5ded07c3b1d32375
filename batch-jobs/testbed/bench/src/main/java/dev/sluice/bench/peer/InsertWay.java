package dev.sluice.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.contract.request.Request;
import java.sql.Connection;
import java.sql.SQLIntegrityConstraintViolationException;

/** The least that can be done: one row under a unique key, in autocommit; nobody is told. */
final class InsertWay implements Way {

  private final Seats seats;
  private final HikariDataSource pool;

  InsertWay(Seats seats, HikariDataSource pool) {
    this.seats = seats;
    this.pool = pool;
  }

  @Override
  public boolean decide(Request request) throws Exception {
    try (Connection connection = pool.getConnection()) {
      seats.take(connection, request);
      return true;
    } catch (SQLIntegrityConstraintViolationException e) {
      // The key says that the seat is gone: this is the way's answer, not an error.
      return false;
    }
  }

  @Override
  public void settle() {
    // Nothing was sent.
  }
}
